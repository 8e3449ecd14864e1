// Search over the names of all things; the index is a script beside this one, so that it works from a folder too.
"use strict";
(() => {
  const base = document.body.dataset.base, said = JSON.parse(document.body.dataset.said), form = document.getElementById("find");
  const words = document.getElementById("words"), found = document.getElementById("found");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const index = INDEX.map(([name, kind, stem]) => [name, kind, stem, fold(`${name} ${stem.replaceAll("-", " ")}`)]);
  const find = () => {
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    if (!wanted.length) return [];
    const hits = index.filter(([, , , text]) => wanted.every((word) => text.includes(word)));
    const first = (text) => !text.startsWith(wanted[0]);
    return hits.sort((a, b) => first(a[3]) - first(b[3]) || a[3].length - b[3].length).slice(0, 20);
  };
  const show = () => {
    const hits = find();
    found.replaceChildren(...hits.map(([name, kind, stem]) => {
      const item = document.createElement("li"), link = document.createElement("a"), what = document.createElement("span");
      link.href = `${base}id/${kind}/${stem}/index.html`;
      what.textContent = said[kind];
      link.append(name, what);
      item.append(link);
      return item;
    }));
    if (words.value.trim() && !hits.length) {
      const item = document.createElement("li");
      item.textContent = said[""];
      found.replaceChildren(item);
    }
  };
  words.oninput = show;
  form.onsubmit = (event) => {
    event.preventDefault();
    found.querySelector("a")?.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") found.replaceChildren();
    if (event.key === "/" && document.activeElement === document.body) { event.preventDefault(); words.focus(); }
  });
  form.hidden = false;
})();
