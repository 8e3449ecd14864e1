// A proof as a graph and as a tree: what is chosen in the one is chosen in the other.
"use strict";
kg.unpacked(() => {
  const { data, make, draw, say } = kg;
  const frame = document.getElementById("frame"), drawing = document.querySelector("svg.drawing"), tree = document.getElementById("tree");
  const which = document.getElementById("which"), NAMES = { verdicts: "verdict", obligations: "obligation", results: "result", kinds: "kind" };
  const off = kg.kept("without");
  let number = Math.min(Math.max(Number(kg.state.get("proof")) || 0, 0), data.proofs.length - 1), chosen = null, scale = 1;
  let boxes = new Map(), edges = [];
  const now = () => data.proofs[number];
  const marked = ([table, name]) => draw("path", { class: `outline ${NAMES[table]}-${name}`, d: data.marks[table][name] });
  const words = (text, attributes) => { const element = draw("text", attributes); element.textContent = text; return element; };

  const paint = () => {
    const proof = now(), [width, height] = proof.size, whole = draw("g", { transform: "translate(4 4)" });
    boxes = new Map();
    edges = proof.edges.map(([upper, lower, path, kind]) => {
      const element = draw("path", { class: `edge ${kind}`, d: path });
      whole.append(element);
      return { upper, lower, element };
    });
    for (const [step, x, y, wide, high, part, named, mark, lines, cited] of proof.boxes) {
      const box = draw("g", { class: `box part-${part}`, transform: `translate(${x} ${y})` }, draw("rect", { class: "card", width: wide, height: high, rx: 5 }));
      box.dataset.box = step;
      box.append(Object.assign(draw("title"), { textContent: data.steps[step][0] }));
      if (mark) box.append(draw("g", { transform: "translate(8 7) scale(.583)" }, marked(mark)));
      box.append(words(named, { class: "strong small", x: mark ? 27 : 8, y: 18 }));
      lines.forEach((line, row) => box.append(words(line, { class: "small", x: 8, y: 35 + 14 * row })));
      if (cited) box.append(words(cited, { class: "faint", x: 8, y: 35 + 14 * lines.length }));
      boxes.set(step, { box, x, y, wide, high });
      whole.append(box);
    }
    for (const [source, x, y, wide, high] of proof.sources) {
      const box = draw("g", { class: "source", transform: `translate(${x} ${y})` }, draw("rect", { class: "card", width: wide, height: high, rx: 3 }), words(source, { class: "small middle", x: wide / 2, y: 15 }));
      box.append(Object.assign(draw("title"), { textContent: kg.source(source).textContent }));
      box.dataset.source = source;
      whole.append(box);
    }
    drawing.setAttribute("viewBox", `0 0 ${width + 8} ${height + 8}`);
    drawing.replaceChildren(whole);
    const counts = {};
    for (const step of boxes.keys()) { const outcome = data.steps[step][1]; if (outcome) counts[outcome] = (counts[outcome] ?? 0) + 1; }
    for (const count of document.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
    tree.replaceChildren(make("h2", {}, say("proof.tree")), kg.proof(proof.top));
    filter();
    size();
  };
  const filter = () => {
    for (const [step, { box }] of boxes) box.classList.toggle("off", off.has(data.steps[step][1]));
    kg.filterRows((key) => boxes.has(Number(key)) && !off.has(data.steps[key][1]));
  };
  const size = () => {
    const [width, height] = now().size;
    drawing.setAttribute("width", Math.round((width + 8) * scale));
    drawing.setAttribute("height", Math.round((height + 8) * scale));
  };
  const zoom = (to) => { scale = Math.min(Math.max(to, 0.1), 3); size(); if (boxes.has(chosen)) show(chosen); };
  const show = (step) => {
    const { x, y, wide, high } = boxes.get(step);
    frame.scrollTo({ left: (x + wide / 2) * scale - frame.clientWidth / 2, top: (y + high / 2) * scale - frame.clientHeight / 2 });
  };

  const short = (text) => text.length > 90 ? `${text.slice(0, 88).trimEnd()}…` : text;
  const named = (step) => make("li", {}, kg.thing(step, short(data.steps[step][0])));
  const list = (title, steps) => steps.length ? [make("h3", {}, title), make("ul", { className: "steps" }, ...steps.map(named))] : [];
  const describe = () => {
    const [text, , unconfirmed, cited, below] = data.steps[chosen], [, is, mark] = data.parts[chosen];
    const above = [...boxes.keys()].filter((step) => data.steps[step][4].includes(chosen));
    const shape = mark ? kg.mark({ path: data.marks[mark[0]][mark[1]] }, `${NAMES[mark[0]]}-${mark[1]}`) : null;
    kg.describe(
      make("h2", {}, ...[shape, is].filter(Boolean)), make("p", {}, text), unconfirmed ? make("p", {}, kg.unread()) : null,
      ...(cited.length ? [make("h3", {}, say("page.sources")), kg.sources(cited)] : []),
      ...list(say("proof.rests"), [...new Set(below)]), ...list(say("proof.carries"), above),
    );
  };
  const clear = () => {
    for (const element of [...drawing.querySelectorAll(".current"), ...tree.querySelectorAll(".current")]) element.classList.remove("current");
  };
  const choose = (step, from = null) => {
    clear();
    chosen = boxes.has(step) ? step : null;
    kg.state.set("step", chosen);
    if (chosen === null) return;
    boxes.get(chosen).box.classList.add("current");
    for (const { upper, lower, element } of edges) element.classList.toggle("current", upper === chosen || lower === chosen);
    const cited = data.steps[chosen][3];
    for (const source of drawing.querySelectorAll(".source")) source.classList.toggle("current", cited.includes(Number(source.dataset.source)));
    const places = [...tree.querySelectorAll(`li[data-step="${chosen}"]`)];
    for (const place of places) {
      place.classList.add("current");
      if (from !== "tree") for (let up = place.parentElement.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    }
    if (from !== "tree" && places.length) {
      const aside = tree.closest("aside");
      if (aside.scrollHeight > aside.clientHeight) aside.scrollTop = 0;
    }
    if (from !== "graph") show(chosen);
    describe();
  };

  // Up and down follow the lines, left and right the row.
  const beside = (key) => {
    const at = boxes.get(chosen), middle = at.x + at.wide / 2;
    const near = (steps) => steps.filter((step) => boxes.has(step)).sort((a, b) => Math.abs(boxes.get(a).x + boxes.get(a).wide / 2 - middle) - Math.abs(boxes.get(b).x + boxes.get(b).wide / 2 - middle))[0];
    if (key === "ArrowDown") return near(data.steps[chosen][4]);
    if (key === "ArrowUp") return near([...boxes.keys()].filter((step) => data.steps[step][4].includes(chosen)));
    const row = [...boxes].filter(([, one]) => one.y === at.y).sort(([, a], [, b]) => a.x - b.x).map(([step]) => step);
    return row[row.indexOf(chosen) + (key === "ArrowRight" ? 1 : -1)];
  };
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && chosen !== null) document.getElementById("details").focus();
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    choose(chosen === null ? now().top : beside(event.key) ?? chosen);
  });
  drawing.addEventListener("click", (event) => {
    const box = event.target.closest("[data-box]"), source = event.target.closest("[data-source]");
    if (box) choose(Number(box.dataset.box), "graph");
    if (source) {
      clear();
      source.classList.add("current");
      const by = [...boxes.keys()].filter((step) => data.steps[step][3].includes(Number(source.dataset.source)));
      kg.describe(make("h2", {}, say("page.source", { number: source.dataset.source })), kg.sources([Number(source.dataset.source)]), ...list(say("proof.says"), by));
    }
  });
  tree.addEventListener("click", (event) => {
    const place = event.target.closest("li[data-step]");
    if (place && !event.target.closest("a")) choose(Number(place.dataset.step), "tree");
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-thing]");
    if (!button) return;
    const step = Number(button.dataset.thing);
    if (!boxes.has(step)) turn(data.proofs.findIndex((proof) => proof.boxes.some(([one]) => one === step)));
    choose(step);
  });
  const turn = (to) => {
    number = to;
    if (which) which.value = number;
    kg.state.set("proof", number || null);
    paint();
    choose(boxes.has(chosen) ? chosen : now().top);
  };
  if (which) {
    which.onchange = () => turn(Number(which.value));
    document.getElementById("switch").hidden = false;
  }
  document.getElementById("closer").onclick = () => zoom(scale * 1.25);
  document.getElementById("farther").onclick = () => zoom(scale / 1.25);
  document.getElementById("fit").onclick = () => zoom(Math.min((frame.clientWidth - 16) / (now().size[0] + 8), 1));
  kg.ticks("#legend input", off, "without", filter);
  kg.search(() => [...boxes.keys()].map((step) => ({ id: step, label: data.steps[step][0], words: data.parts[step][1] })), (step) => choose(step));
  const asked = kg.state.get("step");
  if (which) which.value = number;
  paint();
  choose(asked !== null && boxes.has(Number(asked)) ? Number(asked) : now().top);
  kg.ready();
});
