// Draws the network from the data in the page: shapes from the style, places as computed, text only ever as text.
"use strict";
(() => {
  const { data, make, fold } = kg;
  const box = document.getElementById("network");
  const details = document.getElementById("details");
  const things = new Map(data.nodes.map((node) => [node.id, node]));
  const shapes = Object.fromEntries(Object.entries(data.kinds).map(([name, kind]) => [name, new Path2D(kind.path)]));
  const about = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    about.get(edge.from).push(edge);
    if (edge.to !== edge.from) about.get(edge.to).push(edge);
  }
  const LARGE = 44, SMALL = 17;
  const narrow = window.matchMedia("screen and (max-width: 800px)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paper = window.matchMedia("print");
  const hidden = new Set();
  let form = "wide", selected = null, near = null, hovered = null, colours = {}, network;

  // Colours come from the style sheet, so that light, dark and print have one origin.
  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(`--${name}`).trim();
    for (const name of ["paper", "panel", "border", "ink", "muted", "line", "accent", "outline", "family"]) colours[name] = get(name);
    for (const name of Object.keys(data.kinds)) colours[`kind-${name}`] = get(`kind-${name}`);
  };
  const shown = (node) => node.id === data.subject || !hidden.has(node.kind);
  const faint = (id) => near !== null && !near.has(id);

  // A label is broken into lines that fit its cell; what does not fit ends in an ellipsis and stands in the details.
  const broken = new Map();
  const linesOf = (ctx, text, font, width, most) => {
    const key = `${font}|${width}|${text}`;
    if (broken.has(key)) return broken.get(key);
    ctx.font = font;
    const fits = (line) => ctx.measureText(line).width <= width;
    const cut = (line) => {
      while (line && !fits(`${line}…`)) line = line.slice(0, -1);
      return `${line.trimEnd()}…`;
    };
    const lines = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (fits(longer) || !line) line = longer;
      else { lines.push(line); line = word; }
    }
    if (line) lines.push(line);
    if (lines.length > most) lines.splice(most - 1, lines.length, cut(lines.slice(most - 1).join(" ")));
    const kept = lines.map((l) => (fits(l) ? l : cut(l)));
    broken.set(key, kept);
    return kept;
  };

  const drawThing = (ctx, node, x, y) => {
    const main = node.id === data.subject, size = main ? LARGE : SMALL;
    ctx.save();
    ctx.globalAlpha = faint(node.id) ? 0.22 : 1;
    ctx.translate(x - size / 2, y - size / 2);
    ctx.scale(size / 24, size / 24);
    ctx.fillStyle = colours[`kind-${node.kind}`];
    ctx.strokeStyle = node.id === selected ? colours.accent : colours.outline;
    ctx.lineWidth = ((node.id === selected || node.id === hovered) ? 2.5 : 1) * 24 / size;
    ctx.lineJoin = "round";
    ctx.fill(shapes[node.kind]);
    ctx.stroke(shapes[node.kind]);
    ctx.restore();
    ctx.save();
    ctx.globalAlpha = faint(node.id) ? 0.25 : 1;
    const bold = main || node.id === selected ? "600 " : "";
    const font = `${bold}${main ? data.font.subject : data.font.label}px ${colours.family}`;
    const high = (main ? data.font.subject : data.font.label) * 1.15;
    const width = main ? data.cell.width * 1.5 : data.cell.width - 34;
    const lines = linesOf(ctx, node.label, font, width, node.lines);
    ctx.font = font;
    ctx.textBaseline = "middle";
    ctx.textAlign = main ? "center" : "left";
    ctx.lineJoin = "round";
    ctx.strokeStyle = colours.paper;
    ctx.lineWidth = 4;
    ctx.fillStyle = node.id === hovered ? colours.accent : colours.ink;
    lines.forEach((line, i) => {
      const tx = main ? x : x + 14;
      const ty = main ? y + 36 + i * high : y + (i - (lines.length - 1) / 2) * high;
      ctx.strokeText(line, tx, ty);
      ctx.fillText(line, tx, ty);
    });
    ctx.restore();
  };

  const drawFrames = (ctx) => {
    for (const frame of data.frames[form]) {
      if (hidden.has(frame.kind)) continue;
      ctx.fillStyle = colours.panel;
      ctx.beginPath();
      ctx.roundRect(frame.x - 4, frame.y, frame.width, frame.height, 8);
      ctx.fill();
    }
  };
  const drawTitles = (ctx) => {
    ctx.save();
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const frame of data.frames[form]) {
      if (hidden.has(frame.kind)) continue;
      const font = `600 ${data.font.title}px ${colours.family}`;
      const [line] = linesOf(ctx, frame.title, font, frame.width - 14, 1);
      ctx.font = font;
      ctx.strokeStyle = colours.panel;
      ctx.lineWidth = 4;
      ctx.fillStyle = colours.muted;
      ctx.strokeText(line, frame.x + 6, frame.y + data.cell.title / 2 + 1);
      ctx.fillText(line, frame.x + 6, frame.y + data.cell.title / 2 + 1);
    }
    ctx.restore();
  };

  const nodeOf = (node) => ({
    id: node.id, x: node[form][0], y: node[form][1], shape: "custom", hidden: !shown(node), fixed: true,
    ctxRenderer: ({ ctx, x, y }) => {
      const size = node.id === data.subject ? LARGE : SMALL;
      return { drawNode: () => drawThing(ctx, node, x, y), nodeDimensions: { width: size, height: size } };
    },
  });
  const parallel = new Map();
  const bend = data.edges.map((edge) => {
    const pair = [edge.from, edge.to].sort().join("\n");
    parallel.set(pair, (parallel.get(pair) ?? -1) + 1);
    return parallel.get(pair);
  });
  const edgeOf = (edge, i) => {
    const on = selected !== null && (edge.from === selected || edge.to === selected);
    const label = on && selected !== data.subject && about.get(selected).length <= 8 ? edge.label : undefined;
    return {
      id: edge.id, from: edge.from, to: edge.to, dashes: edge.unconfirmed ? [5, 4] : false, label,
      hidden: !shown(things.get(edge.from)) || !shown(things.get(edge.to)),
      color: { color: on ? colours.accent : colours.line, opacity: on ? 1 : near === null ? 0.75 : 0.12, inherit: false },
      width: on ? 2 : 1, arrows: { to: { enabled: on, scaleFactor: 0.5 } },
      font: { size: 11, face: colours.family, color: colours.ink, strokeWidth: 4, strokeColor: colours.paper, align: "horizontal" },
      smooth: bend[i] ? { enabled: true, type: bend[i] % 2 ? "curvedCW" : "curvedCCW", roundness: 0.08 * Math.ceil(bend[i] / 2) } : false,
    };
  };
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const refresh = () => {
    nodes.update(data.nodes.map(nodeOf));
    edges.update(data.edges.map(edgeOf));
    for (const row of document.querySelectorAll("tr[data-row]")) {
      const edge = data.edges[Number(row.dataset.row)];
      row.hidden = !shown(things.get(edge.from)) || !shown(things.get(edge.to));
    }
    document.querySelector(".filtered").hidden = hidden.size === 0;
    remember();
  };

  const bounds = () => {
    const frames = data.frames[form], centre = things.get(data.subject)[form];
    const left = Math.min(centre[0] - 140, ...frames.map((f) => f.x - 4)), right = Math.max(centre[0] + 140, ...frames.map((f) => f.x + f.width));
    const top = Math.min(centre[1] - 40, ...frames.map((f) => f.y)), bottom = Math.max(centre[1] + 70, ...frames.map((f) => f.y + f.height));
    return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  };
  // A wide window shows the whole picture; on a narrow one it is as wide as the page and as high as it needs to be.
  const fit = (animated) => {
    if (paper.matches) return;
    const all = bounds();
    if (narrow.matches) box.style.height = `${Math.ceil(all.height * box.clientWidth / (all.width + 12)) + 16}px`;
    else box.style.height = "";
    network.setSize(`${box.clientWidth}px`, `${box.clientHeight}px`);
    const scale = Math.min(box.clientWidth / (all.width + 24), box.clientHeight / (all.height + 24), 1.6);
    network.moveTo({ position: { x: all.x, y: all.y }, scale, animation: animated ? { duration: 250 } : false });
  };
  const zoom = (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.1, network.getScale() * factor)) });
  const arrange = () => {
    form = narrow.matches ? "tall" : "wide";
    network.setOptions({ interaction: { dragView: !narrow.matches } });
    refresh();
    fit(false);
  };

  // Details: everything as text; links only to http and https (the page was made with no others).
  const icon = (kind) => kg.mark(data.kinds[kind], `kind-${kind}`);
  const link = (id) => kg.thing(id, things.get(id).label);
  const evidence = (fact) => {
    const marks = fact.unconfirmed ? [kg.unread()] : [];
    marks.push(...fact.claims.map((claim) => make("em", { className: "claim" }, claim)));
    return [...marks.flatMap((mark) => [" ", mark]), kg.sources(fact.sources)];
  };
  const describe = () => {
    const node = things.get(selected ?? data.subject);
    const statements = make("ol");
    for (const edge of about.get(node.id)) {
      const day = edge.day && !edge.label.includes(edge.day) ? make("span", { className: "day" }, ` ${edge.day}`) : null;
      const start = edge.from === node.id ? things.get(edge.from).label : link(edge.from);
      const end = edge.to === node.id ? things.get(edge.to).label : link(edge.to);
      statements.append(make("li", {}, start, ` ${edge.label} `, end, day, ...evidence(edge)));
    }
    const more = node.degree - about.get(node.id).length;
    kg.describe(
      make("h2", {}, icon(node.kind), node.label),
      make("p", { className: "kind" }, data.kinds[node.kind].one, node.day ? `, ${node.day}` : "", ...evidence(node)),
      make("p", { className: "iri" }, node.iri),
      make("h3", {}, `Statements shown here: ${about.get(node.id).length}`, more > 0 ? `; ${more} more in the graph` : ""),
      statements,
    );
  };
  const select = (id) => {
    selected = id !== null && things.has(id) ? id : null;
    near = selected === null || selected === data.subject ? null
      : new Set([selected, ...about.get(selected).flatMap((edge) => [edge.from, edge.to])]);
    describe();
    refresh();
  };

  const remember = () => {
    kg.state.set("thing", selected);
    kg.state.set("without", [...hidden].sort().join(" "));
  };
  const recall = () => {
    for (const kind of (kg.state.get("without") ?? "").split(" ")) if (kind in data.kinds) hidden.add(kind);
    return kg.state.get("thing");
  };

  const at = (point) => {
    const within = data.nodes.filter(shown).filter((node) => {
      const [x, y] = node[form];
      return node.id === data.subject ? Math.abs(point.x - x) < 70 && point.y > y - 26 && point.y < y + 64
        : point.x > x - 12 && point.x < x + data.cell.width - 18 && Math.abs(point.y - y) < data.cell.rows[node.lines - 1] / 2;
    });
    return within[0];
  };

  readColours();
  const wanted = recall();
  form = narrow.matches ? "tall" : "wide";
  nodes.add(data.nodes.map(nodeOf));
  edges.add(data.edges.map(edgeOf));
  network = new vis.Network(box, { nodes, edges }, {
    autoResize: false, physics: false, layout: { randomSeed: 1, improvedLayout: false },
    nodes: { shape: "custom" },
    interaction: { zoomView: false, dragNodes: false, selectable: false, hover: false, dragView: !narrow.matches, keyboard: false },
  });
  network.on("beforeDrawing", drawFrames);
  network.on("afterDrawing", drawTitles);
  network.on("click", ({ pointer }) => select(at(pointer.canvas)?.id ?? null));
  box.addEventListener("mousemove", (event) => {
    const frame = box.getBoundingClientRect();
    const found = at(network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top }))?.id ?? null;
    if (found === hovered) return;
    hovered = found;
    box.style.cursor = found ? "pointer" : "";
    box.title = found ? things.get(found).label : "";
    network.redraw();
  });
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
  document.getElementById("closer").onclick = () => zoom(1.3);
  document.getElementById("farther").onclick = () => zoom(1 / 1.3);
  document.getElementById("whole").onclick = () => { select(null); fit(true); };
  kg.hooks.saveSvg = null;
  kg.hooks.savePng = () => {
    const canvas = box.querySelector("canvas"), copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const ctx = copy.getContext("2d");
    ctx.fillStyle = colours.paper;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => kg.save(blob, "png"));
  };
  for (const input of document.querySelectorAll("#legend input")) {
    input.disabled = false;
    input.checked = !hidden.has(input.value);
    input.onchange = () => {
      if (input.checked) hidden.delete(input.value); else hidden.add(input.value);
      refresh();
    };
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-thing]");
    if (!button) return;
    select(button.dataset.thing);
    if (button.closest("table")) box.scrollIntoView({ block: "center" });
    if (button.closest("#details")) details.focus({ preventScroll: true });
  });
  kg.search(() => data.nodes, select);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected !== null) select(null); });
  const recolour = () => { readColours(); refresh(); network.redraw(); };
  dark.addEventListener("change", recolour);
  paper.addEventListener("change", recolour);
  narrow.addEventListener("change", () => { if (!paper.matches) arrange(); });
  new ResizeObserver(() => fit(false)).observe(box.parentElement);
  arrange();
  select(wanted);
  kg.ready();
})();
