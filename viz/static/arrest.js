// The map: states follow the day, filters fade them, a chosen state tells why. Marks keep their size while one zooms.
"use strict";
kg.unpacked(() => {
  const { data, make, draw, say, capital } = kg;
  const frame = document.getElementById("frame"), drawing = document.querySelector("svg.drawing"), heading = document.querySelector("h1");
  const layer = (id) => document.getElementById(id);
  const [width, height] = data.size, ids = Object.keys(data.states);
  const shapes = new Map([...drawing.querySelectorAll("#regions [data-state]")].map((shape) => [shape.dataset.state, shape]));
  const dots = new Map([...drawing.querySelectorAll("#dots [data-state]")].map((dot) => [dot.dataset.state, dot]));
  const off = kg.kept("without");
  const first = [...document.getElementById("details").childNodes].filter((node) => node.nodeName !== "NOSCRIPT");
  let day = data.day, chosen = null, zoom = 1;

  const whole = (on) => (on.length === 10 ? on : `${on}-01-01`.slice(0, 10));
  const covers = ([from, until]) => from <= day && (until === null || day < until);
  const spansOf = (state) => (data.spans[state] ?? []).filter(covers);
  const strongest = (state) => spansOf(state).sort((one, other) => data.strength.indexOf(one[3]) - data.strength.indexOf(other[3]))[0];
  const lookOf = (state) => strongest(state)?.[3] ?? "nothing";
  const soFar = () => data.visits.filter(([, arrived]) => whole(arrived) <= day);

  const paint = () => {
    const counts = {}, bases = {};
    layer("hatching").replaceChildren();
    for (const state of ids) {
      const span = strongest(state), look = span?.[3] ?? "nothing", basis = look === "dutyHolds" ? span[4] : null;
      counts[look] = (counts[look] ?? 0) + 1;
      if (basis) bases[basis] = (bases[basis] ?? 0) + 1;
      const shown = off.has(look) ? "region faded" : `region ${look === "nothing" ? look : `duty-${look}`}`;
      const shape = shapes.get(state), dot = dots.get(state)?.querySelector("path");
      shape?.setAttribute("class", shown);
      dot?.setAttribute("class", shown);
      dot?.setAttribute("transform", `scale(${look === "dutyHolds" || look === "undetermined" ? 0.26 : 0.4}) translate(-12 -12)`);
      dot?.setAttribute("d", (data.duties[look] ?? data.duties.noDuty).path);
      const tile = basis ?? look, hatched = (data.bases[tile] ?? data.duties[tile])?.tile;
      if (shape && hatched && !off.has(look)) layer("hatching").append(draw("path", { fill: `url(#tile-${tile})`, d: shape.getAttribute("d") }));
    }
    for (const count of document.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
    for (const count of document.querySelectorAll("[data-basis]")) count.textContent = bases[count.dataset.basis] ?? 0;
    paintVisits();
    const last = data.days.filter((on) => on <= day).at(-1);
    heading.textContent = (last ? data.titles[last] : data.before).replace("{day}", kg.day(day));
    document.title = heading.textContent;
    drawing.setAttribute("aria-label", heading.textContent);
    kg.filterRows((key) => {
      const [state, index] = key.split("|");
      if (index === undefined) return whole(data.visits[state.replace("visit-", "")][1]) <= day;
      const span = data.spans[state][index];
      return covers(span) && !off.has(span[3]);
    });
    describe();
  };
  const paintVisits = () => {
    const counted = new Map(), beside = {}, came = {};
    for (const [state, , , outcome] of soFar()) {
      counted.set(`${state}|${outcome}`, (counted.get(`${state}|${outcome}`) ?? 0) + 1);
      came[outcome] = (came[outcome] ?? 0) + 1;
    }
    layer("visits").replaceChildren(...[...counted].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([key, count]) => {
      const [state, outcome] = key.split("|");
      if (!data.at[state]) return [];
      const mark = draw("g", { class: "visit" }, draw("path", { class: `outline outcome-${outcome}`, transform: "scale(.5) translate(-12 -12)", d: data.outcomes[outcome].path }));
      mark.dataset.visited = state;
      mark.dataset.beside = beside[state] = (beside[state] ?? -1) + 1;
      if (count > 1) mark.append(draw("text", { class: "many", x: 6, y: -2 }, String(count)));
      return [mark];
    }));
    for (const count of document.querySelectorAll("[data-outcome]")) count.textContent = came[count.dataset.outcome] ?? 0;
    size();
  };

  // Marks keep their size on the screen; where the map is drawn smaller than it is, dots shrink with it, lest they overlap.
  const size = () => {
    const scale = width / (drawing.getBoundingClientRect().width || width), small = Math.min(scale, 1);
    for (const [state, dot] of dots) dot.setAttribute("transform", `translate(${data.at[state]}) scale(${small})`);
    for (const mark of layer("visits").children) {
      const [x, y] = data.at[mark.dataset.visited];
      mark.setAttribute("transform", `translate(${x + data.beside * scale * mark.dataset.beside} ${y}) scale(${scale})`);
    }
    for (const pattern of drawing.querySelectorAll("pattern[id^=tile-]")) pattern.setAttribute("patternTransform", `scale(${0.6 * scale})`);
  };
  const fit = (to, x = (frame.scrollLeft + frame.clientWidth / 2) / drawing.clientWidth, y = (frame.scrollTop + frame.clientHeight / 2) / drawing.clientHeight) => {
    zoom = Math.min(Math.max(to, 1), 12);
    for (const style of [drawing.style, frame.style]) style.cssText = "";
    const wide = drawing.getBoundingClientRect().width;
    frame.style.height = `${Math.ceil((wide * height) / width) + frame.offsetHeight - frame.clientHeight}px`;
    frame.style.overflow = "auto";
    drawing.style.maxWidth = "none";
    drawing.style.width = `${wide * zoom}px`;
    drawing.style.minWidth = "0";
    frame.scrollTo({ left: x * drawing.clientWidth - frame.clientWidth / 2, top: y * drawing.clientHeight - frame.clientHeight / 2, behavior: "instant" });
    size();
  };

  const told = ([, , warrant, duty, basis, since, until, why, instrument, sources]) => {
    const look = data.duties[duty].one, as = basis ? data.bases[basis].one : null;
    const days = [since ? say("arrest.since", { day: kg.day(since) }) : "", until ? say("arrest.until", { day: kg.day(until) }) : ""].filter(Boolean).join(", ");
    const by = { basis: as && duty !== "dutyHolds" ? say("arrest.possibly", { basis: as }) : as, instrument: as && instrument, days };
    return make("div", { className: "answer" },
      data.warrants.length > 1 ? make("p", { className: "kind" }, data.warrants[warrant][0]) : null,
      make("p", {}, make("strong", {}, capital(look)), say("arrest.told", by)),
      make("p", {}, say("arrest.because", { why })), kg.sources(sources));
  };
  const cited = (sources) => (sources.length ? make("details", { className: "cited" }, make("summary", {}, kg.many("page.sources-counted", sources.length)), kg.sources(sources)) : null);
  const visit = ([state, arrived, last, outcome, finding, sources]) =>
    make("li", {}, kg.mark(data.outcomes[outcome], `outcome-${outcome}`), " ", make("span", { className: "day" }, last && last !== arrived ? say("arrest.days", { first: kg.day(arrived), last: kg.day(last) }) : kg.day(arrived)),
      ...(chosen ? [] : [" ", kg.thing(state, data.states[state])]),
      make("p", {}, `${capital(data.outcomes[outcome].one)}.${finding ? ` ${finding}.` : ""}`), chosen ? cited(sources) : null);
  const describe = () => {
    const visits = soFar().filter(([state]) => !chosen || state === chosen);
    const stays = visits.length ? [make("h3", {}, say("arrest.visited")), make("ol", { className: "visits" }, ...visits.map(visit))] : [];
    if (!chosen) {
      kg.describe(...(data.warrants.length ? [make("h2", {}, say("arrest.warrants")), ...data.warrants.map(warrant)] : first), ...stays);
      return;
    }
    const spans = spansOf(chosen), look = lookOf(chosen);
    const none = !data.spans[chosen] ? say("arrest.joined-nothing") : say("arrest.none-then");
    kg.describe(make("h2", {}, look === "nothing" ? "" : kg.mark(data.duties[look], `duty-${look}`), data.states[chosen]),
      ...(spans.length ? spans.map(told) : [make("p", {}, none)]), ...stays, make("p", {}, back()));
  };
  const back = () => {
    const button = make("button", { type: "button", className: "thing" }, say("arrest.back"));
    button.onclick = () => choose(null);
    return button;
  };
  const warrant = ([label, body, issued, published, ended, sources]) => {
    const sealed = !published || day < published, over = ended && ended <= day;
    const status = sealed ? say("arrest.sealed") : over ? say("arrest.ended-on", { day: kg.day(ended) }) : say("arrest.outstanding");
    return make("div", { className: "answer" }, make("p", {}, make("strong", {}, label)),
      make("p", { className: "kind" }, say("arrest.about", { body, issued: kg.day(issued), public: published && kg.day(published), status })), cited(sources));
  };

  const choose = (state, show = false) => {
    chosen = data.states[state] === undefined ? null : state;
    kg.state.set("state", chosen);
    const shape = shapes.get(chosen), dot = dots.get(chosen);
    layer("chosen").replaceChildren();
    if (shape) layer("chosen").append(draw("path", { d: shape.getAttribute("d") }));
    if (dot) {
      const around = dot.cloneNode(true);
      around.removeAttribute("data-state");
      layer("chosen").append(around);
    }
    if (chosen && show) reveal();
    describe();
  };
  const reveal = () => {
    if (!data.at[chosen]) return;
    const [x, y] = data.at[chosen].map((number) => (number * drawing.clientWidth) / width);
    const seen = (at, from, size) => at > from + 30 && at < from + size - 30;
    if (!seen(x, frame.scrollLeft, frame.clientWidth)) frame.scrollLeft = x - frame.clientWidth / 2;
    if (!seen(y, frame.scrollTop, frame.clientHeight)) frame.scrollTop = y - frame.clientHeight / 2;
  };
  // The nearest state in a direction; what lies to the side counts as farther.
  const next = (right, down) => {
    const [x, y] = data.at[chosen];
    let best = null, nearest = Infinity;
    for (const state of ids) {
      if (!data.at[state] || off.has(lookOf(state))) continue;
      const ahead = (data.at[state][0] - x) * right + (data.at[state][1] - y) * down;
      const aside = Math.abs((data.at[state][0] - x) * down + (data.at[state][1] - y) * right);
      if (ahead > 0.5 && aside <= 2 * ahead && ahead + 2 * aside < nearest) [best, nearest] = [state, ahead + 2 * aside];
    }
    return best;
  };

  let dragged = false;
  drawing.addEventListener("click", (event) => {
    const at = event.target.closest("[data-state]");
    if (!dragged) choose(at ? at.dataset.state : null);
  });
  frame.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.pointerType !== "mouse" || event.button) return;
    const from = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop], start = [event.clientX, event.clientY];
    const move = (now) => {
      if (Math.hypot(now.clientX - start[0], now.clientY - start[1]) > 4) dragged = true;
      if (dragged) frame.scrollTo({ left: from[0] - now.clientX, top: from[1] - now.clientY, behavior: "instant" });
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), { once: true });
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    fit(zoom * (event.deltaY < 0 ? 1.25 : 0.8));
  }, { passive: false });
  frame.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    if (event.key === "Enter" && chosen) document.getElementById("details").focus();
    if (event.key === "Escape") choose(null);
    if (event.key === "+" || event.key === "-") fit(zoom * (event.key === "+" ? 1.5 : 1 / 1.5));
    if (!(event.key in moves)) return;
    event.preventDefault();
    const state = chosen && data.at[chosen] ? next(...moves[event.key]) : ids.find((one) => data.at[one] && !off.has(lookOf(one)));
    if (state) choose(state, true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-thing]");
    if (!button) return;
    choose(button.dataset.thing, true);
    frame.focus({ preventScroll: Boolean(button.closest("aside")) });
  });
  kg.ticks("#legend input", off, "without", paint);
  document.getElementById("closer").onclick = () => fit(zoom * 1.5);
  document.getElementById("farther").onclick = () => fit(zoom / 1.5);
  document.getElementById("whole").onclick = () => fit(1);

  // What is saved is the whole map, with its legend.
  for (const [name, save] of Object.entries(kg.hooks)) {
    kg.hooks[name] = () => {
      const before = [zoom, frame.scrollLeft, frame.scrollTop];
      fit(1);
      layer("chosen").replaceChildren();
      layer("below").removeAttribute("display");
      drawing.setAttribute("viewBox", `0 0 ${width} ${data.legend}`);
      save();
      layer("below").setAttribute("display", "none");
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
      fit(before[0]);
      choose(chosen);
      frame.scrollTo({ left: before[1], top: before[2], behavior: "instant" });
    };
  }
  kg.search(() => ids.map((id) => ({ id, label: data.states[id] })), (id) => choose(id, true));
  const asked = kg.state.get("state");
  if (data.days.length) kg.days(data.days, data.day, (on) => { day = on; paint(); kg.change((data.happened[on] ?? []).map((said) => `${capital(said)}.`).join(" ")); });
  else paint();
  fit(1, 0.5, 0.5);
  new ResizeObserver(() => { if (frame.clientWidth !== seenWidth) { seenWidth = frame.clientWidth; fit(zoom); } }).observe(frame.parentElement);
  let seenWidth = frame.clientWidth;
  if (asked) choose(asked, true);
  kg.ready();
});
