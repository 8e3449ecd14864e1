// Rival readings: rows are the subjects on which readings differ on the day, columns the readings; a mark shows its proof.
"use strict";
kg.unpacked(() => {
  const { data, make, say, many } = kg;
  const frame = document.getElementById("frame"), drawing = document.querySelector("svg.drawing");
  const head = document.getElementById("head"), body = document.getElementById("rows"), heading = document.querySelector("h1");
  const { layout, columns } = data, keys = Object.keys(data.subjects);
  const narrow = window.matchMedia("screen and (max-width: 800px)");
  const overview = [...document.getElementById("details").childNodes].map((node) => node.cloneNode(true));
  const off = kg.kept("kinds"), open = new Set();
  const unfold = document.getElementById("unfold");
  let chosen = null, day = data.day, shown = [], all = false;

  const on = (key) => data.spans[key]?.find(([from, until]) => from <= day && (until === null || day < until));
  const counted = (kind, n) => many(`subjects-number.${kind}`, n);

  // The rows of a day: bodies, and under each what is contested before it; where many have the same answers, one row.
  const rowsOf = () => {
    const rows = [];
    for (const [owner, [, label]] of Object.entries(data.bodies)) {
      const under = keys.filter((key) => data.subjects[key][3] === owner && !off.has(data.subjects[key][2]) && on(key));
      if (!under.length) continue;
      rows.push({ label, key: under.includes(owner) ? owner : null, owner, bold: true });
      const alike = new Map();
      for (const key of under.filter((one) => data.subjects[one][2] !== "body")) {
        const same = `${owner} ${data.subjects[key][2]} ${on(key)[2].map((answer) => answer?.[0] ?? "")}`;
        alike.set(same, [...(alike.get(same) ?? []), key]);
      }
      for (const [same, group] of alike) {
        const folded = group.length >= data.fold, kept = all || open.has(same) || group.some((key) => open.has(key));
        if (folded) rows.push({ label: `${kept ? "▾" : "▸"} ${counted(data.subjects[group[0]][2], group.length)}`, key: group[0], fold: same, group, kept });
        if (!folded || kept) for (const key of group) rows.push({ label: data.subjects[key][1], key, deep: folded });
      }
    }
    return rows;
  };
  const place = (column) => (narrow.matches ? 0 : layout.label) + width() * column;
  const width = () => narrow.matches ? Math.max(44, Math.floor(336 / Math.max(columns.length, 1))) : layout.column;
  const idOf = (row, column) => `${row.fold ?? row.key}|${column}`;
  const draw = () => {
    shown = rowsOf();
    const full = place(Math.max(columns.length, narrow.matches ? 0 : 4)) + 10;
    let y = headed(full);
    body.replaceChildren(...shown.map((row) => {
      const plain = row.bold ? layout.body_height : layout.row_height;
      const high = narrow.matches && row.key ? plain + layout.row_height : plain;
      const told = row.key ? on(row.key) : null, words = kg.draw("text", { x: row.bold ? 0 : layout.indent * (row.deep ? 2 : 1), y: plain - 7, ...(row.bold ? { class: "strong" } : {}) });
      words.textContent = narrow.matches && !row.fold ? data.subjects[row.key]?.[0] ?? data.bodies[row.owner][0] : row.label;
      const label = kg.draw("g", { class: "label" }, kg.draw("rect", { class: "paper", y: 1, width: narrow.matches ? full : layout.label - 4, height: plain - 2 }), words);
      const name = kg.draw("title");
      name.textContent = row.fold ? row.group.map((key) => data.subjects[key][0]).join("; ") : data.subjects[row.key]?.[0] ?? data.bodies[row.owner][0];
      const group = kg.draw("g", { class: row.fold ? "row fold" : "row", transform: `translate(0 ${y})` }, name, kg.draw("path", { class: "rule", d: `M0 ${high}H${full - 10}` }), label);
      if (row.fold) group.dataset.fold = row.fold;
      if (row.key) group.dataset.subject = row.key;
      if (told) told[2].forEach((answer, column) => {
        if (!answer) return;
        const cell = kg.draw("g", { class: "cell", transform: `translate(${place(column)} ${high - 20})` },
          kg.draw("rect", { class: told[3][column] ? "panel" : "paper", x: 2, width: width() - 4, height: 19 }),
          kg.draw("path", { class: `outline verdict-${answer[0]}`, transform: `translate(${width() / 2 - 8} 1) scale(.667)`, d: data.verdicts[answer[0]].path }));
        cell.dataset.cell = idOf(row, column);
        group.append(cell);
      });
      y += high;
      return group;
    }));
    drawing.setAttribute("width", full);
    drawing.setAttribute("height", y + 10);
    drawing.setAttribute("viewBox", `0 0 ${full} ${y + 10}`);
    stick();
    mark();
  };
  // The head: provisions, letters and names of readings; where it is narrow, letters only.
  const headed = (full) => {
    const top = Number(head.querySelector(".letter")?.getAttribute("y") ?? 20) - 20;
    for (const name of head.querySelectorAll(".name, .provision")) name.style.display = narrow.matches ? "none" : "";
    for (const reading of head.querySelectorAll(".reading")) {
      const x = place(Number(reading.dataset.reading)) + width() / 2;
      for (const words of reading.querySelectorAll("text")) words.setAttribute("x", x);
      reading.setAttribute("transform", `translate(0 ${narrow.matches ? -top : 0})`);
    }
    const high = narrow.matches ? 28 : layout.head;
    head.querySelector("rect").setAttribute("height", high);
    head.querySelector("rect").setAttribute("width", full);
    head.lastElementChild.setAttribute("d", `M0 ${high}H${full - 10}`);
    return high;
  };
  const stick = () => {
    head.setAttribute("transform", `translate(0 ${frame.scrollTop})`);
    for (const label of body.querySelectorAll(".label")) label.setAttribute("transform", `translate(${frame.scrollLeft} 0)`);
  };

  const paint = () => {
    const contested = keys.filter(on), counts = {}, kinds = {};
    for (const key of contested) {
      const kind = data.subjects[key][2];
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      for (const answer of on(key)[2]) if (answer) counts[answer[0]] = (counts[answer[0]] ?? 0) + 1;
    }
    for (const count of document.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
    for (const count of document.querySelectorAll("[data-kind-count]")) count.textContent = kinds[count.dataset.kindCount] ?? 0;
    const parts = data.kinds.filter((kind) => kinds[kind]).map((kind) => counted(kind, kinds[kind])), told = { day: kg.day(day), state: data.state };
    heading.textContent = parts.length ? say("readings.title", { ...told, number: many("readings.subjects", contested.length), parts: kg.listed(parts) })
      : say("readings.title-of-none", told);
    document.title = heading.textContent;
    drawing.setAttribute("aria-label", heading.textContent);
    const begun = keys.filter((key) => data.spans[key].some(([from], i, spans) => from === day && spans[i - 1]?.[1] !== day));
    const ended = keys.filter((key) => data.spans[key].some(([, until], i, spans) => until === day && spans[i + 1]?.[0] !== day));
    kg.change([
      begun.length ? say("readings.begun", { what: begun.length === 1 ? data.subjects[begun[0]][0] : many("readings.more-subjects", begun.length) }) : "",
      ended.length ? say("readings.ended", { what: ended.length === 1 ? data.subjects[ended[0]][0] : many("readings.subjects", ended.length) }) : "",
    ].filter(Boolean).join(" "));
    draw();
    kg.filterRows((row) => {
      const [key, from, until] = data.rows[row];
      return from <= day && (!until || day < until) && !off.has(data.subjects[key][2]);
    });
    if (chosen) choose(chosen);
  };

  const reading = (column) => {
    const [letter, provision, name, definition, cited] = columns[column];
    return make("div", { className: "reading" }, make("p", { className: "kind" }, say("readings.reading", { provision, letter, reading: name })),
      definition ? make("p", {}, definition) : null, make("p", { className: "kind" }, cited.length ? say("readings.proposed", { sources: "" }).trimEnd() : say("readings.unproposed")), kg.sources(cited));
  };
  const back = () => {
    const button = make("button", { type: "button", className: "thing back" }, say("readings.all"));
    button.onclick = () => choose(null);
    return button;
  };
  const describe = () => {
    const at = chosen?.lastIndexOf("|"), row = shown.find((one) => (one.fold ?? one.key) === chosen?.slice(0, at)), column = Number(chosen?.slice(at + 1));
    const told = row?.key ? on(row.key) : null, answer = told?.[2][column];
    if (!answer) return kg.describe(...overview.map((node) => node.cloneNode(true)));
    const [from, until] = told, look = data.verdicts[answer[0]];
    if (row.fold) {
      return kg.describe(make("h2", {}, kg.mark(look, `verdict-${answer[0]}`), counted(data.subjects[row.key][2], row.group.length)),
        make("p", {}, say("readings.choose", { verdict: kg.capital(look.one) })), make("ul", {}, ...row.group.map((key) => make("li", {}, kg.thing(`${key}|${column}`, data.subjects[key][0])))), reading(column), back());
    }
    return kg.describe(make("h2", {}, kg.mark(look, `verdict-${answer[0]}`), data.subjects[row.key][0]),
      make("p", {}, say("readings.stands", { verdict: kg.capital(look.one), letter: columns[column][0], start: kg.day(from), end: until && kg.day(until) })), kg.proof(answer[1]), back());
  };
  const mark = () => {
    for (const cell of body.querySelectorAll(".cell")) cell.classList.toggle("current", cell.dataset.cell === chosen);
  };
  const choose = (id, show = false) => {
    chosen = id;
    if (id) {
      const key = id.slice(0, id.lastIndexOf("|"));
      if (key in data.subjects && !shown.some((row) => !row.fold && row.key === key)) {
        if (on(key) && !off.has(data.subjects[key][2])) { open.add(key); draw(); }
      }
    }
    kg.state.set("cell", chosen);
    mark();
    const cell = body.querySelector(".cell.current");
    if (show && cell) cell.scrollIntoView({ block: "center", inline: "nearest" });
    describe();
  };
  const toggle = (fold) => {
    const row = shown.find((one) => one.fold === fold);
    for (const key of [fold, ...row.group]) open.delete(key);
    if (!row.kept) open.add(fold);
    draw();
  };
  // A subject that was searched, or chosen in the table: its mark under the first reading, on a day on which they differ.
  const go = (key, column) => {
    if (!on(key)) days.go(data.spans[key].at(-1)[0]);
    off.delete(data.subjects[key][2]);
    kg.state.set("kinds", [...off].sort().join(","));
    for (const input of inputs) input.checked = !off.has(input.value);
    paint();
    const differ = on(key)[3].findIndex((one, i) => one && on(key)[2][i]);
    choose(`${key}|${column ?? Math.max(differ, 0)}`, true);
    frame.focus({ preventScroll: true });
  };

  frame.addEventListener("scroll", stick);
  drawing.addEventListener("click", (event) => {
    const cell = event.target.closest(".cell"), fold = event.target.closest(".fold"), named = event.target.closest("#head .reading");
    if (cell) choose(cell.dataset.cell);
    else if (fold) toggle(fold.dataset.fold);
    else if (named) kg.describe(make("h2", {}, columns[named.dataset.reading][2]), reading(Number(named.dataset.reading)), back());
  });
  frame.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const able = shown.filter((row) => row.key && on(row.key)), at = chosen?.lastIndexOf("|");
    const current = able.findIndex((row) => (row.fold ?? row.key) === chosen?.slice(0, at));
    if (event.key === "Escape") choose(null);
    if (event.key === "Enter" && current >= 0) { if (able[current].fold) toggle(able[current].fold); else document.getElementById("details").focus(); }
    if (!(event.key in moves) || !able.length) return;
    event.preventDefault();
    const [down, right] = current < 0 ? [0, 0] : moves[event.key];
    const row = able[Math.min(Math.max(Math.max(current, 0) + down, 0), able.length - 1)];
    let column = current < 0 ? 0 : Number(chosen.slice(at + 1)) + right;
    const filled = on(row.key)[2].map((answer, i) => answer ? i : -1).filter((i) => i >= 0);
    column = filled.reduce((best, i) => Math.abs(i - column) < Math.abs(best - column) ? i : best, filled[0]);
    choose(idOf(row, column), true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-thing]");
    if (!button) return;
    const [key, column] = button.dataset.thing.split("|");
    if (key in data.subjects) go(key, column === undefined ? undefined : Number(column));
  });
  const inputs = [...document.querySelectorAll("#kinds input")];
  kg.ticks("#kinds input", off, "kinds", paint);
  unfold.onclick = () => {
    all = !all;
    unfold.setAttribute("aria-pressed", String(all));
    open.clear();
    draw();
  };
  kg.search(() => keys.map((id) => ({ id, label: data.subjects[id][0], words: data.bodies[data.subjects[id][3]][0] })), (id) => go(id));
  narrow.addEventListener("change", draw);
  const asked = kg.state.get("cell");
  const days = kg.days(data.days, data.day, (on) => { day = on; paint(); });
  if (asked) choose(asked, true);
  kg.ready();
});
