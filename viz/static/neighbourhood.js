// A thing and what is around it: shapes from the style, places as computed. A thing can be opened: what else it touches is then
// laid beside the picture. Of more things than the picture holds, those least tied to what is open give way.
"use strict";
kg.unpacked(() => {
  const { data, make, say, many } = kg;
  const { cell, kinds } = data;
  const box = document.getElementById("network");
  const list = data.nodes, statements = data.edges;
  const things = new Map(list.map((node) => [node.id, node]));
  const about = new Map(list.map((node) => [node.id, []]));
  statements.forEach((edge, number) => {
    edge.number = number;
    about.get(edge.from).push(edge);
    if (edge.to !== edge.from) about.get(edge.to).push(edge);
  });
  const shapes = graphs.shapes(kinds), colours = graphs.colours(kinds), hidden = graphs.unwanted(kinds);
  const LARGE = 44, SMALL = 17, LINES = 2;
  const narrow = window.matchMedia("screen and (max-width: 800px)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paper = window.matchMedia("print");
  const others = (id) => [...new Set(about.get(id).map((edge) => (edge.from === id ? edge.to : edge.from)))].filter((other) => other !== id);
  const farther = (id) => (things.get(id).distance > 1 ? [] : others(id).filter((other) => things.get(other).distance > 1));
  const opened = (kg.state.get("open") ?? "").split(" ").filter((id) => things.has(id) && farther(id).length);
  let form = "wide", selected = null, near = null, hovered = null, places = new Map(), frames = [];
  const shown = (node) => places.has(node.id) && (node.id === data.subject || !hidden.has(node.kind));
  const faint = (id) => near !== null && !near.has(id);

  // Which things the picture holds: the subject, what is chosen, what is open and what that touches, then all others.
  const chosen = () => {
    const order = [data.subject, ...(selected === null ? [] : [selected]), ...opened];
    for (const id of [...opened].reverse()) order.push(...farther(id));
    for (const id of opened) order.push(...others(id).filter((other) => things.get(other).distance < 2));
    const rest = list.filter((node) => node.distance < 2).sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
    const wanted = new Set([...order, ...rest.map((node) => node.id)].filter((id) => things.get(id).distance < 2 || opened.some((one) => farther(one).includes(id))));
    return new Set([...wanted].slice(0, data.most));
  };
  // Things of an opened one stand beside the picture (on a narrow window below it), in blocks by kind, names in two lines.
  const lay = () => {
    const held = chosen();
    const inside = (frame, [x, y]) => x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height;
    places = new Map();
    for (const node of list) if (held.has(node.id) && node.distance < 2) places.set(node.id, node[form]);
    frames = data.frames[form].filter((frame) => [...places].some(([id, place]) => id !== data.subject && inside(frame, place)));
    const all = bounds(), row = cell.rows[LINES - 1], left = all.x - all.width / 2 + 4;
    const count = [...held].filter((id) => !places.has(id)).length;
    const high = Math.max(all.height, Math.sqrt(count * cell.width * row / 1.2)), top = all.y - high / 2;
    let x = all.x + all.width / 2 + 3 * cell.gap, y = form === "wide" ? top : all.y + all.height / 2 + 2 * cell.gap;
    for (const id of opened) {
      const added = farther(id).filter((other) => held.has(other) && !places.has(other));
      for (const kind of Object.keys(kinds)) {
        const members = added.filter((other) => things.get(other).kind === kind).sort((a, b) => things.get(a).label.localeCompare(things.get(b).label, document.documentElement.lang));
        if (!members.length) continue;
        const most = Math.max(4, Math.floor((high - cell.title) / row));
        const columns = form === "wide" ? Math.ceil(members.length / most) : Math.max(1, Math.floor(all.width / cell.width));
        const rows = Math.ceil(members.length / columns);
        const frame = { kind, width: columns * cell.width, height: cell.title + rows * row, title: `${members.length === 1 ? kinds[kind].one : say("page.by-kind", { kind: kinds[kind].many, n: members.length })} · ${things.get(id).label}` };
        if (form === "wide") {
          if (y > top && (y + frame.height > top + high || columns > 1)) { y = top; x = Math.max(...frames.map((f) => f.x + f.width)) + cell.gap; }
        }
        frame.x = form === "wide" ? x : left;
        frame.y = y;
        members.forEach((other, i) => places.set(other, [frame.x + Math.floor(i / rows) * cell.width + cell.gap, y + cell.title + (i % rows + 0.5) * row]));
        frames.push(frame);
        y += frame.height + cell.gap;
      }
      if (form === "wide" && added.length) { y = top; x = Math.max(...frames.map((f) => f.x + f.width)) + 2 * cell.gap; }
    }
  };
  const bounds = () => {
    const [cx, cy] = things.get(data.subject)[form];
    const left = Math.min(cx - 140, ...frames.map((f) => f.x - 4)), right = Math.max(cx + 140, ...frames.map((f) => f.x + f.width));
    const top = Math.min(cy - 40, ...frames.map((f) => f.y)), bottom = Math.max(cy + 70, ...frames.map((f) => f.y + f.height));
    return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  };

  const linesOf = (ctx, node) => {
    const main = node.id === data.subject, bold = main || node.id === selected ? "600 " : "";
    const size = main ? data.font.subject : data.font.label, font = `${bold}${size}px ${colours.family}`;
    return { main, size, font, lines: graphs.lines(ctx, node.label, font, main ? cell.width * 1.5 : cell.width - 34, main ? 3 : node.distance > 1 ? LINES : node.lines) };
  };
  const drawThing = (ctx, node, x, y) => {
    const marked = node.id === selected || node.id === hovered;
    ctx.globalAlpha = faint(node.id) ? 0.25 : 1;
    graphs.drawMark(ctx, shapes[node.kind], x, y, node.id === data.subject ? LARGE : SMALL, colours[`kind-${node.kind}`], node.id === selected ? colours.accent : colours.outline, marked ? 2.5 : 1);
    const { main, size, font, lines } = linesOf(ctx, node), high = size * 1.15;
    ctx.font = font;
    ctx.textBaseline = "middle";
    ctx.textAlign = main ? "center" : "left";
    ctx.lineJoin = "round";
    ctx.strokeStyle = colours.paper;
    ctx.lineWidth = 4;
    ctx.fillStyle = node.id === hovered ? colours.accent : colours.ink;
    lines.forEach((line, i) => {
      const tx = main ? x : x + 14, ty = main ? y + 36 + i * high : y + (i - (lines.length - 1) / 2) * high;
      ctx.strokeText(line, tx, ty);
      ctx.fillText(line, tx, ty);
    });
    if (opened.includes(node.id) && !main) {
      ctx.fillStyle = colours.accent;
      ctx.fillRect(x - SMALL / 2, y + SMALL / 2 + 2, SMALL, 2.5);
    }
    ctx.globalAlpha = 1;
  };
  const drawFrames = (ctx) => {
    for (const frame of frames) {
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
    for (const frame of frames) {
      if (hidden.has(frame.kind)) continue;
      const font = `600 ${data.font.title}px ${colours.family}`;
      const [line] = graphs.lines(ctx, frame.title, font, frame.width - 14, 1);
      ctx.font = font;
      ctx.strokeStyle = colours.panel;
      ctx.lineWidth = 4;
      ctx.fillStyle = colours.muted;
      ctx.strokeText(line, frame.x + 6, frame.y + cell.title / 2 + 1);
      ctx.fillText(line, frame.x + 6, frame.y + cell.title / 2 + 1);
    }
    ctx.restore();
  };

  const at = (point) => list.find((node) => {
    if (!shown(node)) return false;
    const [x, y] = places.get(node.id), high = cell.rows[(node.distance > 1 ? LINES : node.lines) - 1];
    return node.id === data.subject ? Math.abs(point.x - x) < 70 && point.y > y - 26 && point.y < y + 64
      : point.x > x - 12 && point.x < x + cell.width - 18 && Math.abs(point.y - y) < high / 2;
  });
  const nodeOf = (node) => ({
    id: node.id, x: places.get(node.id)[0], y: places.get(node.id)[1], shape: "custom", fixed: true,
    ctxRenderer: ({ ctx, x, y }) => {
      const size = node.id === data.subject ? LARGE : SMALL;
      return { drawNode: () => drawThing(ctx, node, x, y), nodeDimensions: { width: size, height: size } };
    },
  });
  // Statements that are drawn: those between things near the subject, and those of what is open or chosen.
  const drawn = () => statements.filter((edge) => {
    const ends = [things.get(edge.from), things.get(edge.to)];
    return ends.every(shown) && (ends.every((end) => end.distance < 2) || ends.some((end) => end.id === selected || opened.includes(end.id)));
  });
  const edgesOf = (held) => {
    const parallel = new Map();
    return held.map((edge) => {
      const pair = [edge.from, edge.to].sort().join("\n"), bend = (parallel.get(pair) ?? -1) + 1;
      parallel.set(pair, bend);
      const on = selected !== null && (edge.from === selected || edge.to === selected);
      const label = on && selected !== data.subject && held.filter((one) => one.from === selected || one.to === selected).length <= 8 ? edge.label : undefined;
      return {
        id: edge.number, from: edge.from, to: edge.to, dashes: edge.unconfirmed ? [5, 4] : false, label,
        color: { color: on ? colours.accent : colours.line, opacity: on ? 1 : near === null ? 0.75 : 0.12, inherit: false },
        width: on ? 2 : 1, arrows: { to: { enabled: on, scaleFactor: 0.5 } },
        font: { size: 11, face: colours.family, color: colours.ink, strokeWidth: 4, strokeColor: colours.paper, align: "horizontal" },
        smooth: bend ? { enabled: true, type: bend % 2 ? "curvedCW" : "curvedCCW", roundness: 0.08 * Math.ceil(bend / 2) } : false,
      };
    });
  };

  // What is chosen; what lies farther is shown by opening the least of the things that it is tied to.
  const choose = (id) => {
    selected = id !== null && things.has(id) ? id : null;
    near = selected === null || selected === data.subject ? null : new Set([selected, ...others(selected)]);
    if (selected === null || places.has(selected)) return false;
    const tied = others(selected).sort((a, b) => farther(a).length - farther(b).length);
    const by = tied.find((other) => farther(other).length);
    if (things.get(selected).distance > 1 && by !== undefined && !tied.some((other) => opened.includes(other))) opened.push(by);
    lay();
    return true;
  };
  form = narrow.matches ? "tall" : "wide";
  lay();
  choose(kg.state.get("thing"));
  const { network, nodes, edges } = graphs.canvas(box, { nodes: list.filter(shown).map(nodeOf), edges: edgesOf(drawn()) }, {
    drag: !narrow.matches, at, label: (id) => things.get(id).label, choose: (id) => select(id), hover: (id) => { hovered = id; },
    open: (id) => { if (farther(id).length) toggle(id); },
  });

  // The table has a row for each statement drawn; those of opened things are added to it.
  const body = document.querySelector("#twin tbody"), rows = new Map([...body.rows].map((row) => [Number(row.dataset.row), row]));
  const rowOf = (edge) => {
    const cites = edge.sources.map((number) => make("a", { href: `#s${number}` }, String(number)));
    const row = make("tr", {}, make("th", { scope: "row" }, kg.thing(edge.from, things.get(edge.from).label)), make("td", {}, edge.label),
      make("td", {}, things.get(edge.to).label), make("td", {}, edge.day ?? ""), document.getElementById("sources") ? make("td", { className: "cites" }, ...cites.flatMap((cite) => [cite, " "])) : null);
    row.dataset.row = edge.number;
    rows.set(edge.number, row);
    return row;
  };
  const fillTable = (held) => {
    const wanted = new Set(held.map((edge) => edge.number));
    body.append(...held.filter((edge) => !rows.has(edge.number)).map(rowOf));
    for (const [number, row] of rows) row.hidden = !wanted.has(number);
    document.querySelector(".filtered").hidden = hidden.size === 0;
  };

  const tell = (held) => {
    fillTable(held);
    const visible = list.filter(shown);
    const left = list.filter((node) => node.distance < 2 && !places.has(node.id)).length;
    document.getElementById("count").textContent = opened.length
      ? say("neighbourhood.shown", { things: many("neighbourhood.things", visible.length), left: left || null, most: data.most }) : "";
  };
  const refresh = () => {
    const held = drawn();
    edges.clear();
    nodes.clear();
    nodes.add(list.filter(shown).map(nodeOf));
    edges.add(edgesOf(held));
    tell(held);
  };
  const remember = () => {
    kg.state.set("thing", selected);
    kg.state.set("open", opened.join(" "));
  };

  // A wide window shows the whole picture; on a narrow one it is as wide as the page and as high as it needs to be.
  const fit = (animated) => {
    if (paper.matches || !box.clientWidth || !box.clientHeight) return;
    const all = bounds();
    if (narrow.matches) box.style.height = `${Math.ceil(all.height * box.clientWidth / (all.width + 12)) + 16}px`;
    else box.style.height = "";
    network.setSize(`${box.clientWidth}px`, `${box.clientHeight}px`);
    const scale = Math.min(box.clientWidth / (all.width + 24), box.clientHeight / (all.height + 24), 1.6);
    network.moveTo({ position: { x: all.x, y: all.y }, scale, animation: animated ? { duration: 250 } : false });
  };
  const arrange = () => {
    form = narrow.matches ? "tall" : "wide";
    network.setOptions({ interaction: { dragView: !narrow.matches } });
    lay();
    refresh();
    fit(false);
  };
  const toggle = (id) => {
    const place = opened.indexOf(id);
    if (place < 0) opened.push(id); else opened.splice(place, 1);
    lay();
    select(id);
    fit(true);
  };

  // Details: everything as text; statements with things that are not shown are told when their thing is opened.
  const icon = (kind) => kg.mark(kinds[kind], `kind-${kind}`);
  const link = (id) => kg.thing(id, things.get(id).label);
  const describe = () => {
    const node = things.get(selected ?? data.subject), more = farther(node.id);
    const held = about.get(node.id).filter((edge) => shown(things.get(edge.from)) && shown(things.get(edge.to)));
    const told = make("ol");
    for (const edge of held) {
      const day = edge.day && !edge.label.includes(edge.day) ? make("span", { className: "day" }, ` ${edge.day}`) : null;
      const start = edge.from === node.id ? things.get(edge.from).label : link(edge.from);
      const end = edge.to === node.id ? things.get(edge.to).label : link(edge.to);
      told.append(make("li", {}, start, say("network.says", { relation: edge.label }), end, day, ...graphs.evidence(edge)));
    }
    const open = opened.includes(node.id);
    const opener = more.length && node.id !== data.subject
      ? make("p", { className: "buttons" }, make("button", { type: "button", id: "open", onclick: () => { toggle(node.id); document.getElementById("open")?.focus(); } },
        open ? say("neighbourhood.fold") : say("neighbourhood.unfold", { n: more.length }))) : null;
    opener?.firstChild.setAttribute("aria-expanded", String(open));
    const unseen = node.degree === null ? 0 : node.degree - held.length;
    kg.describe(
      make("h2", {}, icon(node.kind), node.label),
      make("p", { className: "kind" }, kinds[node.kind].one, node.day ? `, ${node.day}` : "", ...graphs.evidence(node)),
      make("p", { className: "iri" }, node.id),
      opener,
      make("h3", {}, say("neighbourhood.told", { n: held.length, more: unseen > 0 ? unseen : null })),
      told,
    );
  };
  const select = (id) => {
    if (choose(id)) fit(false);
    remember();
    refresh();
    describe();
  };

  network.on("beforeDrawing", drawFrames);
  network.on("afterDrawing", drawTitles);
  document.getElementById("whole").onclick = () => { select(null); fit(true); };
  graphs.legend(hidden, () => { refresh(); describe(); });
  graphs.buttons(box, select);
  graphs.saving(() => {
    const ctx = document.createElement("canvas").getContext("2d"), all = bounds();
    return graphs.drawing({
      x: all.x - all.width / 2 - 8, y: all.y - all.height / 2 - 8, width: all.width + 16, height: all.height + 16, kinds,
      frames: frames.filter((frame) => !hidden.has(frame.kind)).map((frame) => ({ ...frame, x: frame.x - 4 })),
      lines: drawn().map((edge) => ({ from: places.get(edge.from), to: places.get(edge.to), unconfirmed: edge.unconfirmed })),
      marks: list.filter(shown).map((node) => {
        const [x, y] = places.get(node.id), { main, size, lines } = linesOf(ctx, node);
        const spread = main ? lines.map((text, i) => ({ text, x, y: y + 42 + i * size * 1.15 })) : graphs.spread(lines, x + 14, y, size);
        return { x, y, size: main ? LARGE : SMALL, kind: node.kind, type: main ? "strong middle" : "label", lines: spread };
      }),
    });
  });
  kg.search(() => list.map((node) => ({ id: node.id, label: places.has(node.id) ? node.label : say("neighbourhood.is-farther", { thing: node.label }) })), select);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected !== null) select(null); });
  const recolour = () => { colours.read(); refresh(); network.redraw(); };
  dark.addEventListener("change", recolour);
  paper.addEventListener("change", recolour);
  narrow.addEventListener("change", () => { if (!paper.matches) arrange(); });
  new ResizeObserver(() => fit(false)).observe(box.parentElement);
  fit(false);
  tell(drawn());
  remember();
  describe();
  kg.ready();
});
