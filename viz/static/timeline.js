// A state over time: lanes of bars, acts as marks, flips as lines. The span shown, the lanes and the choice stand in the address.
"use strict";
kg.unpacked(() => {
  const { data, make, draw, say, many, capital } = kg;
  const frame = document.getElementById("frame"), drawing = document.querySelector("svg.drawing"), chart = document.getElementById("chart");
  const narrow = window.matchMedia("screen and (max-width: 800px)"), printed = window.matchMedia("print");
  const from = document.getElementById("from"), to = document.getElementById("to");
  const CLASSES = { statuses: "status", laws: "law", verdicts: "verdict" };
  const tables = Object.fromEntries(data.groups.map(([key, , table]) => [key, table]));
  const at = (day) => Date.parse(`${day}T00:00:00Z`), text = (time) => new Date(time).toISOString().slice(0, 10);
  const lanes = data.lanes.map(([key, group, name, matters, bars, marks]) => ({ key, group, name, matters, bars, marks }));
  const words = (said, attributes) => { const element = draw("text", attributes); element.textContent = said; return element; };
  const off = { verdicts: kg.kept("verdicts"), groups: kg.kept("groups") }, every = kg.kept("every");
  const items = new Map();
  for (const lane of lanes) {
    lane.bars.forEach((bar, number) => items.set(`${lane.key}|b${number}`, { lane, bar, from: bar[0], until: bar[1] }));
    lane.marks.forEach((mark, number) => items.set(`${lane.key}|m${number}`, { lane, mark, from: mark[0], until: mark[0] }));
  }
  for (const flip of data.flips) items.set(`flip|${flip[0]}`, { flip, from: flip[0], until: flip[0] });
  let first = data.span[0], last = data.span[1], chosen = null, rows = [];

  const layout = () => {
    const label = narrow.matches ? 0 : 240, inner = printed.matches ? 1000 : frame.clientWidth - 22;
    return { label, plot: Math.max(inner - label, 240), high: narrow.matches ? 38 : 22, top: narrow.matches ? 17 : 0 };
  };
  const inside = (item) => item.from <= last && (item.until === null || item.until >= first);
  const shown = (lane) => {
    if (off.groups.has(lane.group) || !(lane.matters || every.has(lane.group))) return false;
    if (lane.group !== "position") return true;
    const there = lane.bars.filter((bar) => inside({ from: bar[0], until: bar[1] }));
    return there.some((bar) => !off.verdicts.has(bar[2]));
  };
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const fitted = (said, width) => {
    if (ruler.measureText(said).width <= width) return said;
    let most = said.length;
    while (most > 1 && ruler.measureText(`${said.slice(0, most)}…`).width > width) most -= 1;
    return `${said.slice(0, most).trimEnd()}…`;
  };
  // Years before the knee take a part of the line at most, so that the years of the flips can be told apart.
  const scale = () => {
    const a = at(first), b = at(last), [day, most] = data.knee;
    const bend = day && day > first && day < last ? at(day) : a, share = Math.min((bend - a) / (b - a), most);
    return {
      bend, share, pressed: share < (bend - a) / (b - a),
      place: (time) => { const t = Math.min(Math.max(time, a), b); return t < bend ? share * (t - a) / (bend - a) : share + (1 - share) * (t - bend) / (b - bend); },
      time: (place) => place < share ? a + place / share * (bend - a) : bend + (place - share) / (1 - share) * (b - bend),
      zones: [[a, bend, share], [bend, b, 1 - share]].filter(([begin, end]) => begin < end),
    };
  };

  const ticks = (begin, end, width) => {
    const years = (end - begin) / 31557600000, [from, until] = [begin, end].map((time) => new Date(time).getUTCFullYear());
    const all = Array.from({ length: until - from + 1 }, (_, number) => from + number);
    if (years / 0.5 < width / 64) return all.flatMap((year) => (years < 1 ? ["01", "03", "05", "07", "09", "11"] : ["01", "07"]).map((month) => [`${year}-${month}-01`, `${year}-${month}`]));
    const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((one) => years / one <= width / 50) ?? 500;
    return all.filter((year) => year % step === 0).map((year) => [`${String(year).padStart(4, "0")}-01-01`, String(year)]);
  };

  // The pattern of a bar as lines: a browser that prints makes an image of every use of a pattern of SVG.
  const texture = (name, wide) => {
    if (name === "dots") return Array.from({ length: Math.floor((wide - 1) / 5) }, (_, i) => `M${5 * i + 3} ${i % 2 ? 12.5 : 7.5}h0`).join("");
    const line = (x, up) => {
      const a = Math.max(x, 0), b = Math.min(x + 12, wide), y = (at) => (up ? 16 - at + x : 4 + at - x).toFixed(1);
      return a < b ? `M${a.toFixed(1)} ${y(a)}L${b.toFixed(1)} ${y(b)}` : "";
    };
    let path = "";
    for (let x = -12; x < wide; x += name === "cross" ? 8 : 6) path += line(x, true) + (name === "cross" ? line(x, false) : "");
    return path;
  };

  const paint = () => {
    const { label, plot, high, top } = layout(), width = label + plot + 10, line = scale();
    const x = (day) => label + line.place(at(day)) * plot;
    const flips = data.flips.filter(([day]) => day >= first && day <= last), ends = [], named = [];
    for (const [day, changed] of [...flips].reverse()) {
      const said = `${day} · ${changed.length}`, right = Math.max(x(day) - 4, label + 92), left = right - 98;
      let row = ends.findIndex((end) => right <= end);
      if (row < 0) row = ends.length;
      ends[row] = left;
      named.unshift([day, said, right, row]);
    }
    const head = Math.max(ends.length, 1) * 20 + 26, body = draw("g"), lines = draw("g"), over = draw("g", { id: "head" });
    rows = flips.length ? [flips.map(([day]) => `flip|${day}`)] : [];
    let y = head;
    const counts = {};
    for (const [group, title, table] of data.groups) {
      const there = lanes.filter((lane) => lane.group === group && shown(lane));
      counts[group] = there.length;
      if (!there.length) continue;
      body.append(words(title, { class: "strong", x: 0, y: y + 21 }));
      y += 30;
      for (const lane of there) {
        const strip = draw("g", { class: "lane", transform: `translate(0 ${y})` }, draw("path", { class: "rule", d: `M0 ${high}H${width - 10}` }));
        strip.dataset.lane = lane.key;
        strip.append(Object.assign(draw("title"), { textContent: lane.name }), words(narrow.matches ? fitted(lane.name, plot) : fitted(lane.name, label - 10), { class: "halo", x: 0, y: 15 }));
        const row = [];
        lane.bars.forEach((bar, number) => {
          const [start, end, look, international] = bar;
          if (end !== null && end <= first || start >= last || off.verdicts.has(look) && group === "position") return;
          const style = data.looks[table][look], left = x(start), wide = Math.max(x(end ?? last) - left, 2);
          const item = draw("g", { class: "bar", transform: `translate(${left} ${top})` },
            draw("rect", { class: `outline ${CLASSES[table]}-${look}`, y: style.thin ? 8 : 4, width: wide, height: style.thin ? 4 : 12 }));
          if (style.pattern) item.append(draw("path", { class: `pattern pattern-${style.pattern}`, d: texture(style.pattern, wide) }));
          if (international && international !== "notBound") item.append(draw("rect", { class: `obligation-${international}`, y: 17, width: wide, height: 3 }));
          item.append(Object.assign(draw("title"), { textContent: say(end === null ? "timeline.bar-open" : "timeline.bar", { lane: lane.name, what: style.one, start: kg.day(start), end: end && kg.day(end) }) }));
          if (style.thin) item.append(draw("rect", { class: "paper", y: 1, width: wide, height: 18, opacity: 0 }));
          item.dataset.item = `${lane.key}|b${number}`;
          row.push(item.dataset.item);
          strip.append(item);
        });
        lane.marks.forEach(([day, look, said], number) => {
          if (day < first || day > last) return;
          const item = draw("g", { class: "act", transform: `translate(${x(day) - 6} ${top + 4}) scale(.5)` }, draw("path", { class: `outline act-${look}`, d: data.looks.acts[look].path }),
            Object.assign(draw("title"), { textContent: say("timeline.mark", { lane: lane.name, what: said }) }));
          item.dataset.item = `${lane.key}|m${number}`;
          row.push(item.dataset.item);
          strip.append(item);
        });
        row.sort((one, other) => items.get(one).from.localeCompare(items.get(other).from));
        if (row.length) rows.push(row);
        body.append(strip);
        y += high;
      }
    }
    over.append(draw("rect", { class: "paper", width, height: head - 1 }));
    if (line.pressed) lines.append(draw("rect", { class: "panel", x: label, y: head - 26, width: line.share * plot, height: y - head + 26 }));
    let before = -Infinity;
    for (const [day, said] of line.zones.flatMap(([begin, end, share]) => ticks(begin, end, share * plot))) {
      if (day < first || day > last || x(day) - before < 34) continue;
      before = x(day);
      lines.append(draw("path", { class: "rule", d: `M${before} ${head - 8}V${y}` }));
      over.append(words(said, { class: "axis middle halo", x: Math.min(Math.max(before, label + 14), width - 18), y: head - 10 }));
    }
    const brush = draw("rect", { class: "paper brush", x: label, y: head - 24, width: plot, height: 23, opacity: 0 });
    over.append(brush);
    named.forEach(([day, said, right, row]) => {
      const hair = draw("g", { class: "flipline" }, draw("path", { class: "flip", d: `M${x(day)} ${head - 6}V${y}` }));
      hair.dataset.item = `flip|${day}`;
      const tag = draw("g", { class: "fliptag" }, draw("rect", { class: "paper", x: right - 94, y: 20 * row, width: 96, height: 20, opacity: 0 }),
        draw("path", { class: "flip", d: `M${x(day)} ${20 * row + 2}V${head}` }), words(said, { class: "strong small end halo", x: right, y: 20 * row + 13 }));
      tag.dataset.item = `flip|${day}`;
      lines.append(hair);
      over.append(tag);
    });
    if (data.day >= first && data.day <= last) {
      lines.append(draw("path", { class: "asked", d: `M${x(data.day)} ${head - 8}V${y}` }));
      lines.lastChild.append(Object.assign(draw("title"), { textContent: say("timeline.asked-day", { day: kg.day(data.day) }) }));
    }
    // Lines stand behind the bars, so that a bar can be chosen; the head stays in sight.
    chart.replaceChildren(lines, body, over);
    drawing.setAttribute("viewBox", `0 0 ${width} ${y + 10}`);
    drawing.setAttribute("width", width);
    drawing.setAttribute("height", y + 10);
    for (const count of document.querySelectorAll("[data-group]")) count.textContent = counts[count.dataset.group] ?? 0;
    const seen = new Set(lanes.filter(shown).map((lane) => lane.key));
    kg.filterRows((key) => { const item = items.get(key); return inside(item) && (!item.lane || seen.has(item.lane.key)) && !(item.bar && item.lane.group === "position" && off.verdicts.has(item.bar[2])); });
    from.value = first;
    to.value = last;
    const whole = first === data.span[0] && last === data.span[1];
    document.getElementById("shown").textContent = say("timeline.summary", {
      span: whole ? say("timeline.all-years") : say("timeline.span", { start: kg.day(first), end: kg.day(last) }),
      flips: many("timeline.flips", flips.length), lanes: many("timeline.lanes", seen.size) });
    stick();
    mark();
  };
  const stick = () => document.getElementById("head")?.setAttribute("transform", `translate(0 ${frame.scrollTop})`);
  const mark = () => {
    for (const one of chart.querySelectorAll("[data-item]")) one.classList.toggle("current", one.dataset.item === chosen);
  };
  const look = (a, b) => {
    const [low, high] = [a, b].sort();
    if (at(high) - at(low) < 30 * 864e5) return;
    [first, last] = [low < data.span[0] ? data.span[0] : low, high > data.span[1] ? data.span[1] : high];
    if (!(first < last)) [first, last] = data.span;
    kg.state.set("from", first === data.span[0] ? null : first);
    kg.state.set("to", last === data.span[1] ? null : last);
    paint();
  };

  // What is chosen is told beside the picture: what is so, from when until when, and why.
  const describe = () => {
    const { lane, bar, mark: act, flip } = items.get(chosen);
    if (flip) {
      const [day, changed, causes] = flip;
      const name = (key) => lanes.find((one) => one.key === key).name;
      const to = changed.map(([key, before, after]) => make("li", {}, kg.thing(key, name(key)), say("timeline.turned", { before: data.looks.verdicts[before].one, after: data.looks.verdicts[after].one })));
      kg.describe(make("h2", {}, say("timeline.flip-of", { day: kg.day(day) })), make("h3", {}, say("timeline.caused")),
        ...(causes.length ? causes.map((cause) => kg.proof(cause)) : [make("p", {}, say("timeline.no-fact"))]),
        make("h3", {}, say("timeline.changed", { n: changed.length })), make("ul", { className: "changed" }, ...to));
    } else if (act) {
      kg.describe(make("h2", {}, lane.name), make("p", {}, capital(act[2])), kg.proof(act[3]));
    } else {
      const [start, end, is, international, conflict, proofs] = bar;
      kg.describe(
        make("h2", {}, lane.name),
        make("p", {}, say("page.standing", { what: capital(data.looks[tables[lane.group]][is].one), start: kg.day(start), end: end && kg.day(end), international: international && data.looks.obligations[international].one })),
        conflict ? kg.conflict() : null,
        ...(proofs.length ? proofs.map(([heading, proof]) => make("div", { className: "answer" }, heading ? make("p", { className: "kind" }, heading) : null, kg.proof(proof)))
          : [make("p", {}, say("page.no-rule"))]),
      );
    }
  };
  const reveal = (key) => {
    const { lane, from: start, until } = items.get(key);
    if (lane && !shown(lane)) { off.groups.delete(lane.group); off.verdicts.clear(); every.add(lane.group); reflect(); paint(); }
    if (!inside(items.get(key)) || start > last || until !== null && until < first) look(...data.span);
  };
  const choose = (key, show = false) => {
    chosen = items.has(key) ? key : null;
    kg.state.set("item", chosen);
    if (chosen && show) {
      reveal(chosen);
      const line = chart.querySelector(`[data-item="${CSS.escape(chosen)}"]`)?.closest(".lane");
      if (line) {
        const y = line.transform.baseVal[0].matrix.f;
        if (y < frame.scrollTop + 90 || y > frame.scrollTop + frame.clientHeight - 40) frame.scrollTop = y - frame.clientHeight / 2;
      }
    }
    mark();
    if (chosen) describe();
  };
  const now = (lane) => {
    const number = lane.bars.findLastIndex((bar) => bar[0] <= data.day && (bar[1] === null || data.day < bar[1]));
    return lane.bars.length ? `${lane.key}|b${number < 0 ? lane.bars.length - 1 : number}` : `${lane.key}|m0`;
  };

  frame.addEventListener("scroll", stick);
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && chosen) document.getElementById("details").focus();
    if (!event.key.startsWith("Arrow") || !rows.length) return;
    event.preventDefault();
    const y = rows.findIndex((row) => row.includes(chosen));
    if (y < 0) { choose(rows[0][0], true); return; }
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      choose(rows[y][rows[y].indexOf(chosen) + (event.key === "ArrowRight" ? 1 : -1)] ?? chosen, true);
      return;
    }
    const row = rows[y + (event.key === "ArrowDown" ? 1 : -1)], { from: start } = items.get(chosen);
    if (row) choose(row.findLast((key) => items.get(key).from <= start) ?? row[0], true);
  });
  drawing.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) choose(item.dataset.item);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-thing]");
    if (!button) return;
    const lane = lanes.find((one) => one.key === button.dataset.thing);
    choose(lane ? now(lane) : button.dataset.thing, true);
    if (button.closest("#twin,#search")) frame.focus({ preventScroll: Boolean(button.closest("#search")) });
  });

  // A span is chosen by dragging over the years, by two fields or by a button; the wheel only scrolls.
  let start = null;
  const dayAt = (event) => {
    const { label, plot } = layout(), box = drawing.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left - label) / plot, 0), 1);
    return text(scale().time(share));
  };
  drawing.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".brush")) return;
    start = { day: dayAt(event), x: event.clientX - drawing.getBoundingClientRect().left };
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!start) return;
    chart.querySelector(".chosen")?.remove();
    const x = event.clientX - drawing.getBoundingClientRect().left;
    chart.append(draw("rect", { class: "chosen", x: Math.min(x, start.x), y: 0, width: Math.abs(x - start.x), height: drawing.getAttribute("height") }));
  });
  drawing.addEventListener("pointerup", (event) => {
    if (!start) return;
    chart.querySelector(".chosen")?.remove();
    const began = start.day;
    start = null;
    look(began, dayAt(event));
  });
  drawing.addEventListener("pointercancel", () => { start = null; chart.querySelector(".chosen")?.remove(); });
  const asDay = (said, end) => /^\d{4}$/.test(said) ? `${said}-${end ? "12-31" : "01-01"}` : said;
  const exists = (day) => !Number.isNaN(at(day)) && text(at(day)) === day;
  document.getElementById("span").onsubmit = (event) => {
    event.preventDefault();
    const a = asDay(from.value, false), b = asDay(to.value, true);
    from.setCustomValidity(exists(a) ? "" : say("timeline.no-calendar-day"));
    to.setCustomValidity(!exists(b) ? say("timeline.no-calendar-day") : b > a ? "" : say("timeline.before-other"));
    if (from.reportValidity() && to.reportValidity()) look(a, b);
  };
  for (const field of [from, to]) field.oninput = () => field.setCustomValidity("");
  document.getElementById("all").onclick = () => look(...data.span);
  const since = document.getElementById("since");
  if (since) since.onclick = () => look(`${data.since.slice(0, 4)}-01-01`, data.span[1]);
  document.getElementById("span").hidden = false;

  const filters = [["#legend input", off.verdicts, "verdicts", false], ["#shows [name=group]", off.groups, "groups", false], ["#shows [name=every]", every, "every", true]];
  const reflect = () => {
    for (const [selector, set, name, ticked] of filters) {
      for (const input of document.querySelectorAll(selector)) input.checked = set.has(input.value) === ticked;
      kg.state.set(name, [...set].sort().join(","));
    }
  };
  for (const [selector, set, , ticked] of filters) {
    for (const input of document.querySelectorAll(selector)) {
      input.disabled = false;
      input.onchange = () => {
        if (input.checked === ticked) set.add(input.value); else set.delete(input.value);
        reflect();
        paint();
      };
    }
  }
  reflect();
  kg.search(() => lanes.map((lane) => ({ id: lane.key, label: lane.name })), (key) => choose(now(lanes.find((lane) => lane.key === key)), true));
  const asked = kg.state.get("item"), a = kg.state.get("from"), b = kg.state.get("to");
  if (a && exists(a) && a > first) first = a;
  if (b && exists(b) && b < last) last = b;
  if (!(first < last)) [first, last] = data.span;
  paint();
  new ResizeObserver(() => paint()).observe(frame);
  printed.addEventListener("change", paint);
  if (asked) choose(asked, true);
  kg.ready();
});
