// Live pages: suggestions while a name is typed, the whole address in the citation, and copying it. Without this script every
// page works all the same. Text is only ever set as text.
"use strict";
(() => {
  const make = (tag, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  // A combobox (WAI-ARIA 1.2) over what the server suggests: arrows choose, Enter takes, Escape closes.
  let made = 0;
  const suggest = (box) => {
    const input = box.querySelector("input[type=search],input[type=text]"), search = input.type === "search";
    const list = make("ul", { className: "suggested", id: `suggested${made += 1}` });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.querySelector("label")?.textContent.trim() || box.firstChild.textContent.trim());
    input.after(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
    let found = [], at = -1, asked = 0, waiting = null;
    const mark = (place) => {
      at = place;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === at));
      if (at >= 0) { input.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
    };
    const show = (things) => {
      found = things;
      list.replaceChildren(...things.map((one, i) => {
        const item = make("li", { id: `${list.id}-${i}` }, one.name, make("span", { className: "count" }, one.kind));
        item.setAttribute("role", "option");
        item.onmousedown = (event) => { event.preventDefault(); take(one); };
        return item;
      }));
      input.setAttribute("aria-expanded", things.length > 0);
      mark(-1);
    };
    const take = (one) => {
      show([]);
      if (search) location.assign(one.url); else input.value = one.id;
    };
    const ask = async () => {
      const text = input.value.trim(), number = asked += 1;
      if (!text) { show([]); return; }
      const query = new URLSearchParams({ q: text });
      const kinds = box.dataset.kinds, lang = new URLSearchParams(location.search);
      if (kinds) query.set("kinds", kinds);
      query.set("lang", document.documentElement.lang);
      if (lang.has("on")) query.set("on", lang.get("on"));
      try {
        const answer = await fetch(`${box.dataset.suggest}?${query}`);
        if (answer.ok && number === asked) show(await answer.json());
      } catch { /* without suggestions the form still works */ }
    };
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
    input.addEventListener("blur", () => show([]));
    input.addEventListener("keydown", (event) => {
      const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
      if (event.key === "Escape" && found.length) { show([]); event.preventDefault(); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(found[at]); }
      else if (next !== undefined && found.length) { event.preventDefault(); mark((next + found.length + 1) % (found.length + 1) === found.length ? -1 : (next + found.length) % found.length); }
    });
  };
  for (const box of document.querySelectorAll("[data-suggest]")) suggest(box);

  // The search is one key away, unless somebody types or a picture takes the key.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement === document.body) { event.preventDefault(); document.querySelector("[role=search] input")?.focus(); }
  });

  // The permanent address, whole; with what a picture keeps behind "#".
  const permanent = document.getElementById("permanent"), address = document.getElementById("address");
  if (permanent) {
    const plain = permanent.href;
    const renew = () => { permanent.href = plain + location.hash; address.textContent = permanent.href; };
    renew();
    for (const event of ["pointerover", "focusin", "click", "hashchange"]) window.addEventListener(event, renew);
    const copy = document.getElementById("copy-citation");
    if (copy && navigator.clipboard) {
      copy.hidden = false;
      copy.onclick = () => navigator.clipboard.writeText(`${document.getElementById("cited").textContent} ${address.textContent}`).then(() => { copy.textContent = copy.dataset.done; });
    }
  }

  // What is chosen in a network leads on: to its page, and to its own surroundings.
  const details = document.getElementById("details"), foot = document.getElementById("leads");
  if (details && foot) {
    const lead = () => {
      const told = details.querySelector("p.iri");
      if (!told || details.querySelector(".leads")) return;
      const id = told.textContent.trim(), [kind, stem] = id.split(":");
      if (!stem) return;
      const link = (pattern, words) => make("a", { className: "button", href: pattern.replace("{id}", encodeURIComponent(id)).replace("{path}", `${kind === "org" ? "organization" : kind}/${stem}`) }, words);
      told.after(make("p", { className: "leads" }, link(foot.dataset.page, foot.dataset.pageWords), link(foot.dataset.around, foot.dataset.aroundWords)));
    };
    new MutationObserver(lead).observe(details, { childList: true });
    lead();
  }

  // Fields that were left empty are left out of the address.
  for (const form of document.querySelectorAll("form[method=get]")) form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) { field.disabled = true; setTimeout(() => { field.disabled = false; }, 0); }
  });
})();
