// The overview: every thing a mark in a cell of its kind's cluster; labels short from afar, whole names near by; ties of what is
// chosen. A thing's ties are drawn when it is chosen, so that thousands of them cost nothing.
"use strict";
kg.unpacked(() => {
  const { data, make, say } = kg;
  const { look, kinds } = data;
  const box = document.getElementById("network");
  const list = data.nodes, ties = data.edges;
  const things = new Map(list.map((node) => [node.id, node]));
  const about = new Map(list.map((node) => [node.id, []]));
  for (const tie of ties) {
    about.get(tie.from).push(tie);
    about.get(tie.to).push(tie);
  }
  const shapes = graphs.shapes(kinds), colours = graphs.colours(kinds), hidden = graphs.unwanted(kinds);
  const narrow = window.matchMedia("screen and (max-width: 800px)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paper = window.matchMedia("print");
  const most = Math.max(1, ...list.map((node) => node.ties));
  const sizeOf = (node) => 8 + 6 * Math.sqrt(node.ties / most);
  const shown = (node) => !hidden.has(node.kind);
  const participation = (tie) => things.get(tie.from).kind === "state" && things.get(tie.to).kind === "treaty";
  const standing = ties.filter((tie) => !participation(tie));
  let form = "wide", selected = null, near = null, hovered = null;

  const columnWidth = (node) => {
    const frame = data.frames[form].find((one) => one.kind === node.kind);
    return (frame.width - look.pad) / Math.max(1, Math.floor((frame.width - look.pad) / look.width[node.kind]));
  };
  const widths = {};
  const measureColumns = () => { for (const node of list) widths[node.kind] ??= columnWidth(node); };

  // Where a row is high enough for two lines of 11 pixels of the screen, names are whole; below, short ones, in one line
  // where they fit; letters smaller than 5.5 pixels are not drawn at all.
  const labelOf = (ctx, node, scale) => {
    const row = look.row * scale, near = row >= 27, font = `${data.font.label}px ${colours.family}`;
    const fitted = (text, letters, most) => graphs.lines(ctx, text, font, Math.floor((widths[node.kind] - look.mark - 9) * scale * data.font.label / letters), most);
    if (near) return { found: fitted(node.label, 11.5, Math.floor(row / 12.5)), letters: 11.5 };
    const large = Math.min(12, row * 0.58), small = row * 0.42;
    if (large < 5.5) return null;
    const line = fitted(node.short, large, 1);
    if (line[0] === node.short || small < 5) return { found: line, letters: large };
    return { found: fitted(node.short, small, 2), letters: small };
  };
  const drawThing = (ctx, node, x, y) => {
    if (!shown(node)) return;
    const scale = network.getScale(), faint = near !== null && !near.has(node.id), marked = node.id === selected || node.id === hovered;
    ctx.globalAlpha = faint ? 0.2 : 1;
    graphs.drawMark(ctx, shapes[node.kind], x, y, sizeOf(node), colours[`kind-${node.kind}`], marked ? colours.accent : colours.outline, (marked ? 2.5 : 0.8) / Math.max(scale, 0.5));
    const label = labelOf(ctx, node, scale);
    if (label) {
      const size = label.letters / scale, high = size * 1.12;
      ctx.font = `${node.id === selected ? "600 " : ""}${size}px ${colours.family}`;
      ctx.textBaseline = "middle";
      ctx.textAlign = "left";
      ctx.lineJoin = "round";
      ctx.strokeStyle = colours.panel;
      ctx.lineWidth = 3 / scale;
      ctx.fillStyle = node.id === hovered ? colours.accent : colours.ink;
      label.found.forEach((line, i) => {
        const ty = y + (i - (label.found.length - 1) / 2) * high;
        ctx.strokeText(line, x + 9, ty);
        ctx.fillText(line, x + 9, ty);
      });
    }
    ctx.globalAlpha = 1;
  };
  const drawFrames = (ctx) => {
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    for (const frame of data.frames[form]) {
      if (hidden.has(frame.kind)) continue;
      ctx.fillStyle = colours.panel;
      ctx.beginPath();
      ctx.roundRect(frame.x, frame.y, frame.width, frame.height, 8);
      ctx.fill();
      const size = Math.min(look.title * 0.75, Math.max(data.font.title, 13 / network.getScale()));
      const font = `600 ${size}px ${colours.family}`;
      const [line] = graphs.lines(ctx, frame.title, font, Math.floor(frame.width - 12), 1);
      ctx.font = font;
      ctx.fillStyle = colours.muted;
      ctx.fillText(line, frame.x + 8, frame.y + look.title / 2 + 1);
    }
  };
  const at = (point) => list.find((node) => {
    const [x, y] = node[form];
    return shown(node) && point.x > x - look.mark && point.x < x - look.mark + widths[node.kind] && Math.abs(point.y - y) <= look.row / 2;
  });

  const nodeOf = (node) => ({
    id: node.id, x: node[form][0], y: node[form][1], shape: "custom", fixed: true,
    ctxRenderer: ({ ctx, x, y }) => ({ drawNode: () => drawThing(ctx, node, x, y), nodeDimensions: { width: 14, height: 14 } }),
  });
  const edgeOf = (tie) => {
    const on = selected !== null, many = narrow.matches || (on && about.get(selected).length > 40);
    return {
      from: tie.from, to: tie.to, dashes: tie.unconfirmed ? [5, 4] : false, width: on && !many ? 1.5 : 0.8,
      color: { color: on ? colours.accent : colours.line, opacity: on ? (many ? 0.45 : 0.75) : 0.4, inherit: false }, arrows: "",
      smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 },
    };
  };
  const tiesShown = () => {
    const asked = selected === null ? (standing.length <= data.drawn ? standing : []) : about.get(selected);
    return asked.filter((tie) => shown(things.get(tie.from)) && shown(things.get(tie.to)));
  };
  const choose = (id) => {
    selected = id !== null && things.has(id) ? id : null;
    near = selected === null ? null : new Set([selected, ...about.get(selected).flatMap((tie) => [tie.from, tie.to])]);
  };
  const turn = () => {
    form = narrow.matches ? "tall" : "wide";
    for (const kind of Object.keys(widths)) delete widths[kind];
    measureColumns();
  };
  turn();
  choose(kg.state.get("thing"));
  const { network, nodes, edges } = graphs.canvas(box, { nodes: list.map(nodeOf), edges: tiesShown().map(edgeOf) }, {
    drag: !narrow.matches, at, label: (id) => things.get(id).label, choose: (id) => select(id), hover: (id) => { hovered = id; },
  });
  const refresh = () => {
    edges.clear();
    edges.add(tiesShown().map(edgeOf));
    network.redraw();
  };
  const filter = () => {
    kg.filterRows((id) => shown(things.get(id)));
    refresh();
  };
  const bounds = () => {
    const frames = data.frames[form];
    return { width: Math.max(...frames.map((frame) => frame.x + frame.width)), height: Math.max(...frames.map((frame) => frame.y + frame.height)) };
  };
  const fit = (animated) => {
    if (paper.matches || !box.clientWidth || !box.clientHeight) return;
    const all = bounds();
    if (narrow.matches) box.style.height = `${Math.ceil(all.height * box.clientWidth / (all.width + 8)) + 8}px`;
    else box.style.height = "";
    network.setSize(`${box.clientWidth}px`, `${box.clientHeight}px`);
    const scale = Math.min(box.clientWidth / (all.width + 12), box.clientHeight / (all.height + 12), 1.6);
    network.moveTo({ position: { x: all.width / 2, y: all.height / 2 }, scale, animation: animated ? { duration: 250 } : false });
  };
  const arrange = () => {
    turn();
    network.setOptions({ interaction: { dragView: !narrow.matches } });
    nodes.clear();
    nodes.add(list.map(nodeOf));
    refresh();
    fit(false);
  };

  const icon = (kind) => kg.mark(kinds[kind], `kind-${kind}`);
  const describe = () => {
    if (selected === null) {
      const first = [...list].sort((a, b) => b.ties - a.ties).slice(0, 12);
      kg.describe(
        make("h2", {}, say("overview.most-tied")),
        make("ol", {}, ...first.map((node) => make("li", {}, icon(node.kind), " ", kg.thing(node.id, node.label), make("span", { className: "day" }, ` ${kg.many("overview.ties", node.ties)}`)))),
      );
      return;
    }
    const node = things.get(selected);
    const groups = new Map();
    for (const tie of about.get(selected)) {
      const out = tie.from === selected, key = out ? tie.label : `← ${tie.label}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push([things.get(out ? tie.to : tie.from), tie]);
    }
    const parts = [];
    for (const [key, held] of groups) {
      held.sort(([a], [b]) => (a.label < b.label ? -1 : 1));
      const heading = key.startsWith("← ") ? say("overview.in", { relation: key.slice(2) }) : say("overview.out", { relation: key });
      parts.push(make("details", { open: held.length <= 12 }, make("summary", {}, heading, make("span", { className: "day" }, ` (${held.length})`)),
        make("ol", {}, ...held.map(([other, tie]) => make("li", {}, kg.thing(other.id, other.label),
          tie.day ? make("span", { className: "day" }, ` ${tie.day}`) : null, ...graphs.evidence(tie))))));
    }
    kg.describe(
      make("h2", {}, icon(node.kind), node.label),
      make("p", { className: "kind" }, kinds[node.kind].one, node.short !== node.label ? ` · ${node.short}` : "", node.day ? `, ${node.day}` : "", ...graphs.evidence(node)),
      make("p", { className: "iri" }, node.id),
      make("h3", {}, say("overview.number", { n: node.ties })),
      ...parts,
    );
  };
  const select = (id) => {
    choose(id);
    kg.state.set("thing", selected);
    describe();
    refresh();
  };

  network.on("beforeDrawing", drawFrames);
  document.getElementById("whole").onclick = () => { select(null); fit(true); };
  graphs.legend(hidden, filter);
  graphs.buttons(box, select);
  const { spread } = graphs;
  graphs.saving(() => {
    const ctx = document.createElement("canvas").getContext("2d"), all = bounds();
    const font = `${look.letters}px ${colours.family}`;
    return graphs.drawing({
      x: 0, y: 0, width: all.width, height: all.height, kinds, frames: data.frames[form].filter((frame) => !hidden.has(frame.kind)),
      lines: tiesShown().map((tie) => ({ from: things.get(tie.from)[form], to: things.get(tie.to)[form], unconfirmed: tie.unconfirmed, curved: true })),
      marks: list.filter((node) => shown(node) && (near === null || near.has(node.id))).map((node) => {
        const [x, y] = node[form];
        return { x, y, size: 10, kind: node.kind, type: "small", lines: spread(graphs.lines(ctx, node.short, font, Math.floor(widths[node.kind] - 22), 2), x + 10, y, look.letters) };
      }),
    });
  });
  kg.search(() => list.map((node) => ({ id: node.id, label: node.label, words: node.short })), select);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected !== null) select(null); });
  const recolour = () => { colours.read(); refresh(); };
  dark.addEventListener("change", recolour);
  paper.addEventListener("change", recolour);
  narrow.addEventListener("change", () => { if (!paper.matches) arrange(); });
  new ResizeObserver(() => fit(false)).observe(box.parentElement);
  if (hidden.size) filter();
  fit(false);
  describe();
  kg.ready();
});
