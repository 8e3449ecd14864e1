// What every picture's page does: reads its data, keeps its state in the address, moves through days, shows sources and
// proofs, saves the picture. Text is only ever set as text. A view's own script uses `kg` and calls kg.ready() at the end.
"use strict";
const kg = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const details = document.getElementById("details");
  const SVG = "http://www.w3.org/2000/svg";

  const make = (tag, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside.filter((part) => part !== null && part !== undefined));
    return element;
  };
  const draw = (tag, attributes = {}, ...inside) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const mark = (look, name) =>
    draw("svg", { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true", class: `mark ${name}` }, draw("path", { d: look.path }));
  const thing = (id, label) => {
    const button = make("button", { type: "button", className: "thing" }, label);
    button.dataset.thing = id;
    return button;
  };
  const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Words: those of the language of the page, from viz/words. What stands in square brackets is left out where a placeholder in
  // it has no value; which form a text has for a number, the browser knows as well as kg/language/words.py does.
  const given = (values, name) => values[name] !== null && values[name] !== undefined && values[name] !== "";
  const fill = (text, values) => text
    .replace(/\[([^[\]]*\{[^[\]]*)\]/g, (_, part) => ([...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => given(values, name)) ? part : ""))
    .replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const text = (key) => {
    const place = key.indexOf("."), found = data.words[key.slice(0, place)]?.[key.slice(place + 1)];
    if (found === undefined) throw new Error(`no words are called ${key}`);
    return found;
  };
  const say = (key, values = {}) => fill(text(key), values);
  const many = (key, n, values = {}) => fill(text(key)[plural.select(n)], { n, ...values });
  const day = (iso) => {
    const [year, month, date] = iso.split("-");
    return say(`day.${date ? "day" : month ? "month" : "year"}`, { year, month, day: date });
  };
  const listed = (parts) => (parts.length > 1 ? say("page.list", { first: parts.slice(0, -1).join(", "), last: parts.at(-1) }) : parts.join(""));
  const capital = (words) => words[0].toUpperCase() + words.slice(1);

  // The state of the page stands in the address, so that it can be passed on.
  const wanted = new URLSearchParams(location.hash.slice(1));
  const state = {
    get: (key) => wanted.get(key),
    set: (key, value) => {
      if (value === null || value === undefined || value === "") wanted.delete(key); else wanted.set(key, value);
      const hash = wanted.size ? `#${wanted}` : "";
      if (location.hash !== hash) try { history.replaceState(null, "", hash || location.pathname + location.search); } catch { /* a page without an address */ }
    },
  };

  // Ticks: what is not ticked is in `off`, and stands in the address under a key, so that it can be passed on.
  const kept = (key, separator = ",") => new Set((state.get(key) ?? "").split(separator).filter(Boolean));
  const ticks = (selector, off, key, changed, separator = ",") => {
    for (const input of document.querySelectorAll(selector)) {
      input.disabled = false;
      input.checked = !off.has(input.value);
      input.onchange = () => {
        if (input.checked) off.delete(input.value); else off.add(input.value);
        state.set(key, [...off].sort().join(separator));
        changed();
      };
    }
  };

  // Sources: numbers from 1, as the list on the page has them; the page was made with links to http and https only.
  const source = (number) => make("li", {}, ...document.getElementById(`s${number}`).cloneNode(true).childNodes);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^=http]");
    if (link) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  });
  const sources = (numbers) => numbers.length ? make("ul", { className: "sources" }, ...numbers.map(source)) : null;
  const unread = () => make("em", { className: "unread" }, say("page.unconfirmed"));

  // Proofs: a step is [text, outcome, unconfirmed, sources, steps below]; what lies deep is opened by the reader.
  const SIGNS = { holds: "✓", fails: "✗", unknown: "?", decided: "~" };
  const numbered = (number, item) => { item.dataset.step = number; return item; };
  const step = (number, depth) => {
    const [worded, outcome, unconfirmed, cited, below] = data.steps[number];
    const sign = SIGNS[outcome];
    const said = [
      sign ? make("span", { className: "outcome", title: say(`results.${outcome}`) }, sign) : null, sign ? " " : null, worded,
      unconfirmed ? " " : null, unconfirmed ? unread() : null,
    ];
    const inside = [sources(cited), below.length ? make("ul", {}, ...below.map((inner) => step(inner, depth + 1))) : null].filter(Boolean);
    if (!inside.length) return numbered(number, make("li", {}, ...said));
    return numbered(number, make("li", {}, make("details", { open: depth < 1 }, make("summary", {}, ...said), ...inside)));
  };
  const conflict = () => make("p", {}, make("strong", {}, say("page.conflict")), " ", say("page.conflict-is"));
  const proof = (number) => make("ul", { className: "proof" }, step(number, 0));

  // How to cite the picture as it stands: with the finding and the day shown.
  const found = document.querySelector("h1").textContent;
  const citation = () => {
    const asOf = (on) => `${say("page.as-of", { day: on })}.`;
    const cited = data.citation.replace(found, () => document.querySelector("h1").textContent);
    return data.day ? cited.replace(asOf(day(data.day)), () => asOf(document.getElementById("shown-day").textContent)) : cited;
  };

  // Days: `changes` are the sorted days on which something changes; any day between may be chosen. Intervals are half-open.
  const days = (changes, start, show) => {
    const form = document.getElementById("days"), slider = document.getElementById("slider");
    const field = document.getElementById("date"), shown = document.getElementById("shown-day");
    let now = start;
    const at = (on) => {
      let low = -1, high = changes.length;
      while (high - low > 1) { const middle = (low + high) >> 1; if (changes[middle] <= on) low = middle; else high = middle; }
      return low;
    };
    const go = (on) => {
      now = on;
      slider.value = Math.max(at(now), 0);
      slider.setAttribute("aria-valuetext", day(now));
      field.value = now;
      if (shown) { shown.textContent = day(now); shown.dateTime = now; }
      state.set("on", now === start ? null : now);
      show(now);
      document.getElementById("citation").textContent = citation();
    };
    slider.max = changes.length - 1;
    slider.oninput = () => go(changes[slider.value]);
    const real = (said) => /^\d{4}-\d\d-\d\d$/.test(said) && new Date(`${said}T00:00:00Z`).toISOString?.().startsWith(said);
    const exists = (said) => { try { return real(said); } catch { return false; } };
    field.onchange = () => {
      field.setCustomValidity(exists(field.value) ? "" : say("page.no-day"));
      if (field.reportValidity()) go(field.value);
    };
    document.getElementById("earlier").onclick = () => { const before = changes.filter((on) => on < now).at(-1); if (before) go(before); };
    document.getElementById("later").onclick = () => { const after = changes.find((on) => on > now); if (after) go(after); };
    form.onsubmit = (event) => event.preventDefault();
    form.hidden = false;
    const asked = state.get("on");
    go(asked && exists(asked) ? asked : now);
    return { go, day: () => now };
  };
  const change = (said) => { document.getElementById("change").textContent = said; };

  // Search: `things` are {id, label, words}; `choose` is called with an id.
  const search = (things, choose) => {
    const form = document.getElementById("search"), field = document.getElementById("text"), hits = document.getElementById("hits");
    const find = () => {
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      const found = words.length ? things().filter((one) => words.every((word) => fold(`${one.label} ${one.words ?? ""} ${one.id}`).includes(word))) : [];
      hits.replaceChildren(...found.slice(0, 30).map((one) => make("li", {}, thing(one.id, one.label))));
      if (words.length && !found.length) hits.replaceChildren(make("li", {}, say("page.not-found")));
      return found;
    };
    field.oninput = find;
    form.onsubmit = (event) => {
      event.preventDefault();
      const [first] = find();
      if (first) choose(first.id);
    };
    // Arrow keys go through the hits, Enter takes one, Escape goes back to the words.
    form.onkeydown = (event) => {
      const buttons = [...hits.querySelectorAll("button")], here = buttons.indexOf(document.activeElement);
      const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (event.key === "Escape" && here >= 0) field.focus();
      else if (next === undefined || !buttons.length || (here < 0 && event.key !== "ArrowDown")) return;
      else (buttons[next] ?? (next < 0 ? field : buttons.at(-1))).focus();
      event.preventDefault();
      event.stopPropagation();
    };
    form.hidden = false;
  };

  // What would make the file large is compressed; a view that has such data begins when it is there.
  const unpacked = async (begin) => {
    if (!data.packed) { begin(); return; }  // a page of a server has its data, and its library, as they are
    try {
      const bytes = Uint8Array.from(atob(data.packed), (letter) => letter.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      Object.assign(data, JSON.parse(await new Response(stream).text()));
    } catch {
      describe(make("p", {}, say("page.old-browser")));
      return;
    }
    // A library that came along runs as a script whose hash the policy of the page names.
    if (data.library) document.body.append(make("script", {}, data.library));
    begin();
  };

  const describe = (...inside) => {
    details.replaceChildren(...inside.filter((part) => part !== null && part !== undefined));
    details.scrollTop = 0;
  };

  // Saving: the picture as it stands, its style and colours written into it, with title and citation.
  const plain = () => {
    const style = getComputedStyle(document.documentElement);
    const sheet = document.querySelector("[data-drawing]");
    const css = sheet.textContent || [...sheet.sheet.cssRules].map((rule) => rule.cssText).join("");
    const fills = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => /^\.(kind|verdict|obligation|duty|outcome|status|result|act|law)-/.test(rule.selectorText ?? "")).map((rule) => rule.cssText).join("");
    return (fills + css).replace(/var\(--([\w-]+)\)/g, (_, name) => style.getPropertyValue(`--${name}`).trim());
  };
  const broken = (text, width, font) => {
    const pen = make("canvas").getContext("2d");
    pen.font = font;
    return text.split(/\s+/).reduce((found, word) => {
      const longer = found.length ? `${found.at(-1)} ${word}` : word;
      if (found.length && pen.measureText(longer).width <= width) found[found.length - 1] = longer; else found.push(word);
      return found;
    }, []);
  };
  const standalone = () => {
    const drawing = document.querySelector("svg.drawing");
    if (!drawing) return null;
    const copy = drawing.cloneNode(true), family = getComputedStyle(document.body).fontFamily;
    const [, , width, height] = copy.getAttribute("viewBox").split(/\s+/).map(Number), wide = Math.max(width, 480);
    const on = document.getElementById("shown-day"), heading = document.querySelector("h1").textContent;
    const title = broken(on && !heading.includes(on.textContent) ? `${heading} (${on.textContent})` : heading, wide, `700 18px ${family}`);
    const top = 24 + 24 * title.length;
    for (const [name, value] of [["x", 20], ["y", top], ["width", width], ["height", height]]) copy.setAttribute(name, value);
    const lines = (texts, kind, x, y, high) => texts.map((text, i) => { const line = draw("text", { class: kind, x, y: y + high * i }); line.textContent = text; return line; });
    const key = [];
    let x = 20, y = top + height + 12;
    for (const entry of document.querySelectorAll("#legend label, #legend .entry")) {
      const shape = entry.querySelector(".mark"), path = shape?.querySelector("path"), words = entry.querySelector("span:not(.count)")?.textContent ?? "";
      if (!path) continue;
      const needs = 42 + 7.2 * words.length;
      if (x > 20 && x + needs > wide + 20) { x = 20; y += 20; }
      key.push(draw("path", { class: `outline ${shape.getAttribute("class")}`, transform: `translate(${x} ${y}) scale(.667)`, d: path.getAttribute("d") }), ...lines([words], "small", x + 21, y + 12, 0));
      x += needs;
    }
    const notes = (data.notes ?? []).flatMap((note) => broken(note, wide, `11px ${family}`)), below = y + (key.length ? 40 : 8);
    const foot = below + (notes.length ? 15 * notes.length + 10 : 0), cited = broken(citation(), wide, `11px ${family}`), full = foot + 15 * cited.length;
    const outer = draw("svg", { viewBox: `0 0 ${wide + 40} ${full}`, width: wide + 40, height: full });
    outer.append(draw("style"), draw("rect", { class: "paper", width: "100%", height: "100%" }), ...lines(title, "heading", 20, 32, 24), copy, ...key, ...lines(notes, "small", 20, below, 15), ...lines(cited, "colophon", 20, foot, 15));
    outer.firstChild.textContent = plain();
    for (const element of outer.querySelectorAll("[tabindex]")) element.removeAttribute("tabindex");
    return outer;
  };
  const save = (blob, suffix) => {
    const file = make("a", { href: URL.createObjectURL(blob), download: `${data.name ?? data.view}.${suffix}` });
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 1000);
  };
  const saveSvg = () => save(new Blob([new XMLSerializer().serializeToString(standalone())], { type: "image/svg+xml" }), "svg");
  const savePng = () => {
    const picture = standalone();
    const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
    const image = new Image();
    image.onload = () => {
      const canvas = make("canvas", { width: 2 * picture.getAttribute("width"), height: 2 * picture.getAttribute("height") });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      canvas.toBlob((blob) => save(blob, "png"));
    };
    image.src = url;
  };

  // Rows of the table twin that `keep` refuses are hidden.
  const rows = [...document.querySelectorAll("[data-row]")];
  const filterRows = (keep) => {
    let left = 0;
    for (const row of rows) { row.hidden = !keep(row.dataset.row); if (row.hidden) left += 1; }
    document.querySelector(".filtered").hidden = !left;
  };

  const copied = document.getElementById("copy");
  copied.onclick = () => navigator.clipboard?.writeText(document.getElementById("citation").textContent).then(() => { copied.textContent = say("page.copied"); });
  const hooks = { saveSvg, savePng };
  const ready = () => {
    document.getElementById("save-svg").onclick = () => hooks.saveSvg();
    document.getElementById("save-png").onclick = () => hooks.savePng();
    if (!hooks.saveSvg) document.getElementById("save-svg").remove();
    copied.hidden = !navigator.clipboard;
    for (const part of document.querySelectorAll(".buttons")) part.hidden = false;
    document.documentElement.dataset.ready = "true";
  };
  return { data, make, draw, mark, thing, fold, say, many, day, listed, capital, state, kept, ticks, source, sources, unread, proof, conflict, days, change, search, describe, filterRows, save, hooks, unpacked, ready };
})();
