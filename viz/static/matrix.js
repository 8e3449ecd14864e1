// The matrix: marks follow the day, rows follow the filters, a chosen mark shows its proofs. A column is a state, or a period
// of one state's law: its marks say how it was at its end, those of the period of the day shown how it was on the day.
"use strict";
kg.unpacked(() => {
  const { data, make, say, many } = kg;
  const frame = document.getElementById("frame"), drawing = document.querySelector("svg.drawing"), head = document.getElementById("head");
  const heading = document.querySelector("h1"), now = document.getElementById("now");
  const rows = [...drawing.querySelectorAll(".row")], groups = [...drawing.querySelectorAll(".group")];
  const states = Object.keys(data.states), bodies = Object.keys(data.bodies), { layout } = data;
  const columns = data.columns.map(([key, state, label, from, until]) => ({ key, state, label, from, until })), periods = columns[0].key !== columns[0].state;
  const cells = new Map(), narrow = window.matchMedia("screen and (max-width: 800px)");
  for (const row of rows) {
    columns.forEach((column, place) => {
      const cell = kg.draw("g", { class: "cell" },
        kg.draw("rect", { class: "paper", width: layout.column, height: layout.row - 2, x: 8 - layout.column / 2, y: -2, opacity: 0 }), kg.draw("g", { class: "verdict", transform: "scale(.667)" }, kg.draw("path")), kg.draw("g", { class: "bound", transform: "translate(20 2) scale(.5)" }));
      cell.dataset.cell = `${column.key}|${row.dataset.body}`;
      cells.set(cell.dataset.cell, { cell, column, place, body: row.dataset.body });
      row.append(cell);
    });
  }
  const off = { verdicts: kg.kept("verdicts"), kinds: kg.kept("kinds") };
  let chosen = null, day = data.day;

  const holds = (from, until) => (from ?? "") <= day && (!until || day < until);
  const on = (state, body) => data.cells[`${state}|${body}`].find(([from, until]) => holds(from, until));
  const lasts = ({ until }) => ([from, end]) => until === null ? end === null : from < until && (end === null || end >= until);
  const shown = ({ column, body }) => holds(column.from, column.until) ? on(column.state, body) : data.cells[`${column.state}|${body}`].findLast(lasts(column));
  const verdictOf = (one) => shown(one)?.[2] ?? "none";

  const paint = () => {
    const counts = {}, holders = new Set(), reached = new Set();
    for (const state of states) for (const body of bodies) {
      const told = on(state, body), verdict = told?.[2] ?? "none";
      counts[verdict] = (counts[verdict] ?? 0) + 1;
      if (told && told[5].some(([answer]) => answer === "treatedAsNonBinding" || answer === "dependsOnProceeding")) {
        holders.add(state);
        reached.add(body);
      }
    }
    for (const one of cells.values()) {
      const told = shown(one), verdict = told?.[2] ?? "none", path = one.cell.querySelector(".verdict path");
      path.setAttribute("d", data.verdicts[verdict].path);
      path.setAttribute("class", `outline verdict-${verdict}`);
      const beside = told && told[3] !== "notBound" && verdict !== "notCovered" ? told[3] : null;
      one.cell.querySelector(".bound").replaceChildren(...(beside ? [kg.draw("path", { class: `outline obligation-${beside}`, d: data.obligations[beside].path })] : []));
      one.cell.style.display = off.verdicts.has(verdict) ? "none" : "";
    }
    for (const count of document.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
    const told = { day: kg.day(day), bodies: String(reached.size), known: many("matrix.bodies", bodies.length) };
    heading.textContent = periods ? say("matrix.title-of-state", { ...told, state: data.states[states[0]] })
      : say("matrix.title", { ...told, holders: String(holders.size), states: many("matrix.states", states.length) });
    document.title = heading.textContent;
    drawing.setAttribute("aria-label", heading.textContent);
    const pairs = Object.keys(data.cells);
    const changed = pairs.filter((key) => data.cells[key].some(([from, , verdict], i, of) => from === day && i > 0 && of[i - 1][2] !== verdict));
    const founded = bodies.filter((body) => states.some((state) => data.cells[`${state}|${body}`][0]?.[0] === day));
    kg.change([
      changed.length ? say("matrix.changes", { what: changed.length === 1 ? pair(changed[0]) : many(periods ? "matrix.changed-bodies" : "matrix.changed-pairs", changed.length) }) : "",
      founded.length ? many("matrix.begins", founded.length, { names: founded.map((body) => data.bodies[body][0]).join(", ") }) : "",
    ].filter(Boolean).join(" "));
    place();
    kg.filterRows((key) => {
      const [pair, from, until] = data.rows[key], [state, body] = pair.split("|");
      return holds(from, until) && !off.kinds.has(data.bodies[body][1]) && !off.verdicts.has(on(state, body)?.[2] ?? "none");
    });
    if (chosen) describe();
  };
  const pair = (key) => { const [state, body] = key.split("|"); return `${data.states[state]}, ${data.bodies[body][0]}`; };

  // Rows of which no mark is left are taken out, and the others move up.
  const place = () => {
    let y = layout.head, last = null;
    const label = narrow.matches ? 0 : layout.label, high = narrow.matches ? 2 * layout.row : layout.row;
    const wide = narrow.matches && periods ? Math.max(67, Math.min(layout.column, Math.floor(346 / columns.length))) : layout.column;
    const width = label + wide * columns.length + 10, middle = (column) => label + wide * (column + 0.5);
    for (const one of cells.values()) one.cell.setAttribute("transform", `translate(${middle(one.place) - 8} ${narrow.matches ? layout.row + 1 : 3})`);
    head.querySelectorAll("text").forEach((text) => text.setAttribute("x", middle(Number(text.dataset.column))));
    for (const group of groups) group.style.display = "none";
    for (const row of rows) {
      const kept = !off.kinds.has(row.dataset.kind) && columns.some(({ key }) => !off.verdicts.has(verdictOf(cells.get(`${key}|${row.dataset.body}`))));
      row.style.display = kept ? "" : "none";
      if (!kept) continue;
      if (row.dataset.kind !== last) {
        last = row.dataset.kind;
        const group = groups.find((one) => one.dataset.kind === last);
        group.style.display = "";
        group.setAttribute("y", y + layout.group - 9);
        y += layout.group;
      }
      row.setAttribute("transform", `translate(0 ${y})`);
      row.querySelector(".label text").textContent = narrow.matches ? data.bodies[row.dataset.body][0] : row.dataset.label;
      row.querySelector(".label rect").style.display = narrow.matches ? "none" : "";
      row.querySelector(".rule").setAttribute("d", `M0 ${high}H${width - 10}`);
      y += high;
    }
    const current = columns.findIndex((column) => periods && holds(column.from, column.until));
    if (current >= 0) for (const [name, value] of [["x", label + wide * current], ["width", wide], ["height", y + 10]]) now.setAttribute(name, value);
    for (const text of head.querySelectorAll("text")) text.classList.toggle("chosen-column", Number(text.dataset.column) === current);
    drawing.setAttribute("width", width);
    drawing.setAttribute("viewBox", `0 0 ${width} ${y + 10}`);
    drawing.setAttribute("height", y + 10);
    stick();
  };
  const stick = () => {
    head.setAttribute("transform", `translate(0 ${frame.scrollTop})`);
    for (const label of [...drawing.querySelectorAll(".label"), ...groups]) label.setAttribute("transform", `translate(${frame.scrollLeft} 0)`);
  };

  const describe = () => {
    const one = cells.get(chosen), told = shown(one);
    const name = `${data.states[one.column.state]}: ${data.bodies[one.body][0]}`;
    if (!told) {
      kg.describe(make("h2", {}, name), make("p", {}, holds(one.column.from, one.column.until) ? say("matrix.did-not-exist", { day: kg.day(day) }) : say("matrix.did-not-exist-then")));
      return;
    }
    const [from, until, verdict, international, conflict, answers] = told;
    const answersShown = answers.map(([answer, provision, read]) =>
      make("div", { className: "answer" },
        make("p", {}, make("strong", {}, data.verdicts[answer].one), provision ? `, ${provision}` : ""),
        ...read.flatMap(([reading, proof]) => [reading ? make("p", { className: "kind" }, say("matrix.reading", { reading })) : null, kg.proof(proof)])));
    kg.describe(
      make("h2", {}, kg.mark(data.verdicts[verdict], `verdict-${verdict}`), name),
      make("p", {}, say("page.standing", { what: kg.capital(data.verdicts[verdict].one), start: kg.day(from), end: until && kg.day(until), international: data.obligations[international].one })),
      conflict ? kg.conflict() : null,
      ...(answers.length ? answersShown : [make("p", {}, say("page.no-rule"))]),
    );
  };
  const choose = (key, show = false) => {
    if (chosen) cells.get(chosen)?.cell.classList.remove("current");
    chosen = cells.has(key) ? key : null;
    kg.state.set("cell", chosen);
    if (!chosen) return;
    cells.get(chosen).cell.classList.add("current");
    if (show) cells.get(chosen).cell.scrollIntoView({ block: "center", inline: "nearest" });
    describe();
  };
  const column = () => columns.find(({ from, until }) => periods && holds(from, until)) ?? columns[0];

  frame.addEventListener("scroll", stick);
  drawing.addEventListener("click", (event) => {
    const cell = event.target.closest(".cell");
    if (cell) choose(cell.dataset.cell);
  });
  frame.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (event.key === "Enter" && chosen) document.getElementById("details").focus();
    if (!(event.key in moves)) return;
    event.preventDefault();
    const left = rows.filter((row) => row.style.display !== "none").map((row) => row.dataset.body);
    if (!left.length) return;
    const one = chosen ? cells.get(chosen) : null, [down, right] = one ? moves[event.key] : [0, 0];
    const x = Math.min(Math.max((one ? one.place : columns.indexOf(column())) + right, 0), columns.length - 1);
    const y = Math.min(Math.max(left.indexOf(one ? one.body : left[0]) + down, 0), left.length - 1);
    choose(`${columns[x].key}|${left[y]}`, true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-thing]");
    if (!button) return;
    const [state, body] = button.dataset.thing.split("|");
    choose(body && !periods ? button.dataset.thing : `${column().key}|${body ?? state}`, true);
    frame.focus({ preventScroll: true });
  });
  kg.ticks("#legend input", off.verdicts, "verdicts", paint);
  kg.ticks("#kinds input", off.kinds, "kinds", paint);
  kg.search(() => bodies.map((id) => ({ id, label: data.bodies[id][0] })), (id) => choose(`${column().key}|${id}`, true));
  for (const row of rows) row.dataset.label = row.querySelector(".label text").textContent;
  narrow.addEventListener("change", place);
  const asked = kg.state.get("cell");
  kg.days(data.days, data.day, (on) => { day = on; paint(); });
  if (asked) choose(asked, true);
  kg.ready();
});
