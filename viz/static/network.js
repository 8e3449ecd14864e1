// What the pages of networks share: colours, labels broken into lines, a canvas of vis-network with pointer,
// wheel and buttons, and the picture as SVG for saving. Text is only ever drawn as text.
"use strict";
const graphs = (() => {
  // Colours come from the style sheet, so that light, dark and print have one origin.
  const colours = (kinds) => {
    const found = {
      read() {
        const style = getComputedStyle(document.documentElement);
        const get = (name) => style.getPropertyValue(`--${name}`).trim();
        for (const name of ["paper", "panel", "border", "ink", "muted", "line", "accent", "outline", "family"]) found[name] = get(name);
        for (const name of Object.keys(kinds)) found[`kind-${name}`] = get(`kind-${name}`);
      },
    };
    found.read();
    return found;
  };

  // A text is broken into at most so many lines of a width; what does not fit ends in an ellipsis and stands in the details.
  const broken = new Map();
  const lines = (ctx, text, font, width, most) => {
    const key = `${font}|${width}|${most}|${text}`;
    if (broken.has(key)) return broken.get(key);
    if (broken.size > 50000) broken.clear();
    ctx.font = font;
    const fits = (line) => ctx.measureText(line).width <= width;
    const cut = (line) => {
      while (line && !fits(`${line}…`)) line = line.slice(0, -1);
      return `${line.trimEnd()}…`;
    };
    const found = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (fits(longer) || !line) line = longer;
      else { found.push(line); line = word; }
    }
    if (line) found.push(line);
    if (found.length > most) found.splice(most - 1, found.length, cut(found.slice(most - 1).join(" ")));
    const kept = found.map((one) => (fits(one) ? one : cut(one)));
    broken.set(key, kept);
    return kept;
  };

  const shapes = (kinds) => Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, new Path2D(kind.path)]));
  const drawMark = (ctx, shape, x, y, size, fill, stroke, width) => {
    ctx.save();
    ctx.translate(x - size / 2, y - size / 2);
    ctx.scale(size / 24, size / 24);
    ctx.fillStyle = fill;
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width * 24 / size;
    ctx.lineJoin = "round";
    ctx.fill(shape);
    ctx.stroke(shape);
    ctx.restore();
  };

  // A canvas with nodes and edges: `at` finds what lies at a point of the picture, `choose` and `open` take its id, `hover` is
  // told of it.
  const canvas = (box, given, { drag, at, label, choose, open, hover }) => {
    const nodes = new vis.DataSet(given.nodes), edges = new vis.DataSet(given.edges);
    const network = new vis.Network(box, { nodes, edges }, {
      autoResize: false, physics: false, layout: { randomSeed: 1, improvedLayout: false }, nodes: { shape: "custom" },
      interaction: { zoomView: false, dragNodes: false, selectable: false, hover: false, dragView: drag, keyboard: false },
    });
    const zoom = (factor, point) => {
      const scale = network.getScale(), next = Math.min(8, Math.max(0.02, scale * factor)), held = network.getViewPosition();
      const about = point ?? held, move = 1 - scale / next;
      network.moveTo({ scale: next, position: { x: held.x + (about.x - held.x) * move, y: held.y + (about.y - held.y) * move } });
    };
    const under = (event) => {
      const frame = box.getBoundingClientRect();
      return network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top });
    };
    let hovered = null;
    box.addEventListener("mousemove", (event) => {
      const found = at(under(event))?.id ?? null;
      if (found === hovered) return;
      hovered = found;
      box.style.cursor = found ? "pointer" : "";
      box.title = found ? label(found) : "";
      hover(found);
      network.redraw();
    });
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, under(event));
    }, { passive: false });
    network.on("click", ({ pointer }) => choose(at(pointer.canvas)?.id ?? null));
    if (open) network.on("doubleClick", ({ pointer }) => { const found = at(pointer.canvas); if (found) open(found.id); });
    document.getElementById("closer").onclick = () => zoom(1.3);
    document.getElementById("farther").onclick = () => zoom(1 / 1.3);
    return { network, nodes, edges, zoom };
  };

  // What is drawn, as SVG: frames with titles, lines, marks, labels in lines; saved with title, citation and style.
  const drawing = ({ x, y, width, height, frames, lines: strokes, marks, kinds }) => {
    const text = (words, attributes) => { const element = kg.draw("text", attributes); element.textContent = words; return element; };
    const svg = kg.draw("svg", { class: "drawing", viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}` });
    for (const frame of frames) svg.append(kg.draw("rect", { class: "panel", x: frame.x - x, y: frame.y - y, width: frame.width, height: frame.height, rx: 8 }));
    for (const { from, to, unconfirmed, curved } of strokes) {
      const [x1, y1, x2, y2] = [from[0] - x, from[1] - y, to[0] - x, to[1] - y], middle = (x1 + x2) / 2;
      svg.append(kg.draw("path", { class: `tie${unconfirmed ? " dashed" : ""}`, d: `M${x1} ${y1}${curved ? `C${middle} ${y1} ${middle} ${y2} ` : "L"}${x2} ${y2}` }));
    }
    for (const frame of frames) svg.append(text(frame.title, { class: "strong faint", x: frame.x - x + 8, y: frame.y - y + 16 }));
    for (const mark of marks) {
      const scale = mark.size / 24;
      svg.append(kg.draw("path", { class: `outline kind-${mark.kind}`, d: kinds[mark.kind].path, "vector-effect": "non-scaling-stroke",
        transform: `translate(${mark.x - x - mark.size / 2} ${mark.y - y - mark.size / 2}) scale(${scale})` }));
      for (const line of mark.lines) svg.append(text(line.text, { class: `${mark.type} halo`, x: line.x - x, y: line.y - y }));
    }
    return svg;
  };
  const spread = (found, x, y, letters) => found.map((text, i) => ({ text, x, y: y + (i - (found.length - 1) / 2) * letters * 1.15 + letters * 0.36 }));
  const saving = (draw) => {
    for (const form of ["saveSvg", "savePng"]) {
      const save = kg.hooks[form];
      kg.hooks[form] = () => {
        const aside = document.body.appendChild(kg.make("div", { hidden: true }, draw()));
        save();
        aside.remove();
      };
    }
  };

  const evidence = (fact) => {
    const marks = fact.unconfirmed ? [kg.unread()] : [];
    marks.push(...(fact.claims ?? []).map((claim) => kg.make("em", { className: "claim" }, claim)));
    return [...marks.flatMap((mark) => [" ", mark]), kg.sources(fact.sources)];
  };
  const legend = (hidden, changed) => kg.ticks("#legend input", hidden, "without", changed, " ");
  const unwanted = (kinds) => new Set([...kg.kept("without", " ")].filter((kind) => kind in kinds));
  // A button that names a thing chooses it, wherever it stands.
  const buttons = (box, choose) => document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-thing]");
    if (!button) return;
    const inDetails = button.closest("#details");
    choose(button.dataset.thing);
    if (button.closest("table")) box.scrollIntoView({ block: "center" });
    if (inDetails) document.getElementById("details").focus({ preventScroll: true });
  });
  return { colours, lines, shapes, drawMark, canvas, drawing, spread, saving, evidence, legend, unwanted, buttons };
})();
