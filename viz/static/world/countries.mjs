// Makes countries.json, the world as the map view draws it; README.md says how to run it. Prints the size of the file.
import { readFileSync, writeFileSync } from "node:fs";
import { geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import codes from "i18n-iso-countries/codes.json" with { type: "json" };
import { feature } from "topojson-client";

// Pixels: the width of the map, its margin, how far dots stand apart; square pixels below which a shape gets a dot.
const WIDTH = 1000, EDGE = 8, APART = 6, SMALL = 16;
const states = readFileSync(new URL("../../../data/states.csv", import.meta.url), "utf8").split("\n").slice(1).filter(Boolean).map((line) => line.split(",")[0]);

// Where things lie that Natural Earth draws within another state, that are spread too wide to have a middle, or (Antarctica)
// that would fill a third of the map.
const ELSEWHERE = {
  ATA: [10, -58.5], BES: [-68.27, 12.18], BVT: [3.36, -54.42], CCK: [96.83, -12.17], CXR: [105.65, -10.49], GLP: [-61.55, 16.2], GUF: [-53.1, 4],
  KIR: [173, 1.4], MTQ: [-61.02, 14.64], MYT: [45.17, -12.83], REU: [55.53, -21.12], SJM: [16, 78.6],
  TKL: [-171.8, -9.2],
};
const OURS = { Kosovo: "XKX" }; // a state of the graph to which ISO 3166 gives no code
const alpha = new Map(codes.map(([, three, number]) => [number, three]));
const code = (one) => alpha.get(one.id) ?? OURS[one.properties.name];
const read = (resolution) => {
  const world = JSON.parse(readFileSync(new URL(import.meta.resolve(`world-atlas/countries-${resolution}.json`)), "utf8"));
  return feature(world, world.objects.countries).features;
};
// Land whose title is disputed between two states of the graph, and which Natural Earth draws as one polygon of the state that
// controls it: west, south, east and north of a frame in which the whole polygon lies. It is drawn apart from both.
const APART_FROM_BOTH = { Crimea: [32.3, 44.2, 36.8, 46.3] };
const apart = (shapes) => shapes.flatMap((one) => {
  if (one.geometry.type !== "MultiPolygon") return [one];
  const inside = ([ring], [west, south, east, north]) => ring.every(([x, y]) => west < x && x < east && south < y && y < north);
  const cut = Object.entries(APART_FROM_BOTH).flatMap(([name, frame]) => {
    const coordinates = one.geometry.coordinates.filter((polygon) => inside(polygon, frame));
    return coordinates.length ? [{ type: "Feature", properties: { name }, geometry: { type: "MultiPolygon", coordinates } }] : [];
  });
  const gone = new Set(cut.flatMap((shape) => shape.geometry.coordinates));
  const coordinates = one.geometry.coordinates.filter((polygon) => !gone.has(polygon));
  return [{ ...one, geometry: { ...one.geometry, coordinates } }, ...cut];
});
const drawn = apart(read("110m")).filter((one) => code(one) !== "ATA");
const islands = read("10m").filter((one) => code(one) && !ELSEWHERE[code(one)] && !drawn.some((other) => code(other) === code(one)));
const world = { type: "FeatureCollection", features: [...drawn, ...islands] };
const projection = geoEqualEarth().rotate([-11, 0]).fitExtent([[EDGE, EDGE], [WIDTH - EDGE, WIDTH]], world);
projection.translate([projection.translate()[0], projection.translate()[1] + EDGE - geoPath(projection).bounds(world)[0][1]]);
const planar = geoPath(projection);
const tenth = (number) => Math.round(number * 10);
const written = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");

// The rings of a shape in the plane, in tenths of pixels, without points that rounding made equal.
const ringsOf = (shape) => {
  const rings = [];
  let ring;
  const sink = {
    moveTo: (x, y) => rings.push((ring = [[tenth(x), tenth(y)]])),
    lineTo: (x, y) => { const last = ring.at(-1), next = [tenth(x), tenth(y)]; if (next[0] !== last[0] || next[1] !== last[1]) ring.push(next); },
    closePath: () => { const [first, last] = [ring[0], ring.at(-1)]; if (ring.length > 1 && first[0] === last[0] && first[1] === last[1]) ring.pop(); },
    arc: () => {},
  };
  geoPath(projection, sink)(shape);
  return rings.filter((found) => found.length > 2);
};
const relative = (rings) => rings.map(([[x, y], ...rest]) => {
  let text = `M${written(x)} ${written(y)}l`, last = [x, y];
  for (const [a, b] of rest) {
    for (const step of [a - last[0], b - last[1]]) text += `${step < 0 || text.endsWith("l") ? "" : " "}${written(step)}`;
    last = [a, b];
  }
  return `${text}z`;
}).join("");

// The point of a shape that lies farthest from its border: there a mark of the state stands.
const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => { const [a, b] = ring[(i + 1) % ring.length]; return sum + x * b - a * y; }, 0)) / 2;
const within = ([x, y], ring) => ring.reduce((inside, [a, b], i) => { const [c, d] = ring.at(i - 1); return b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a ? !inside : inside; }, false);
const distance = ([x, y], ring) => Math.min(...ring.map(([a, b], i) => {
  const [c, d] = ring.at(i - 1), length = (c - a) ** 2 + (d - b) ** 2;
  const along = length ? Math.max(0, Math.min(1, ((x - a) * (c - a) + (y - b) * (d - b)) / length)) : 0;
  return Math.hypot(x - a - along * (c - a), y - b - along * (d - b));
}));
const innermost = (rings) => {
  const ring = rings.reduce((largest, one) => (area(one) > area(largest) ? one : largest));
  const xs = ring.map(([x]) => x), ys = ring.map(([, y]) => y), steps = 48;
  let best = [ring[0], -1];
  for (let i = 1; i < steps; i++) for (let j = 1; j < steps; j++) {
    const point = [Math.min(...xs) + (i / steps) * (Math.max(...xs) - Math.min(...xs)), Math.min(...ys) + (j / steps) * (Math.max(...ys) - Math.min(...ys))];
    if (within(point, ring) && distance(point, ring) > best[1]) best = [point, distance(point, ring)];
  }
  return best[0].map((number) => Math.round(number) / 10);
};

const found = {}, others = [];
for (const one of drawn) {
  const rings = ringsOf(one);
  if (!code(one)) { others.push({ name: one.properties.name, path: relative(rings) }); continue; }
  found[code(one)] = { at: innermost(rings), path: relative(rings), dot: planar.area(one) < SMALL };
}
for (const one of islands) found[code(one)] = { at: projection(geoCentroid(one)), dot: true };
for (const [state, place] of Object.entries(ELSEWHERE)) found[state] = { at: projection(place), dot: true };

// Dots that would cover each other move apart, as little as they need to.
const dots = Object.keys(found).filter((state) => found[state].dot).sort().map((state) => found[state]);
const home = dots.map(({ at }) => at);
for (let round = 0; round < 600; round++) {
  dots.forEach((dot, i) => { dot.at = dot.at.map((number, axis) => number + (round < 500 ? 0.02 : 0) * (home[i][axis] - number)); });
  for (let i = 0; i < dots.length; i++) for (let j = 0; j < i; j++) {
    const dx = dots[i].at[0] - dots[j].at[0] || 0.01, dy = dots[i].at[1] - dots[j].at[1], gap = Math.hypot(dx, dy);
    if (gap >= APART) continue;
    const push = (APART - gap) / 2 / gap;
    dots[i].at = [dots[i].at[0] + dx * push, dots[i].at[1] + dy * push];
    dots[j].at = [dots[j].at[0] - dx * push, dots[j].at[1] - dy * push];
  }
}
const kept = Object.fromEntries(Object.keys(found).filter((state) => states.includes(state)).sort().map((state) => {
  const { at, path, dot } = found[state];
  return [state, { at: at.map((number) => Math.round(number * 10) / 10), ...(dot ? { dot: true } : {}), ...(path ? { path } : {}) }];
}));
const height = Math.ceil(Math.max(...Object.values(kept).map(({ at }) => at[1]), planar.bounds({ type: "FeatureCollection", features: drawn })[1][1]) + EDGE);
const lines = Object.entries(kept).map(([state, one]) => `${JSON.stringify(state)}:${JSON.stringify(one)}`).join(",\n");
const text = `{"size":[${WIDTH},${height}],"states":{\n${lines}\n},"others":${JSON.stringify(others)}}\n`;
writeFileSync(new URL("countries.json", import.meta.url), text);
console.log(`${text.length} bytes, ${Object.keys(kept).length} states, ${dots.length} dots; without a place: ${states.filter((state) => !kept[state]).join(" ") || "none"}`);
console.log(`not in data/states.csv: ${Object.keys(found).filter((state) => !states.includes(state)).join(" ") || "none"}; moved at most ${Math.max(...dots.map(({ at }, i) => Math.hypot(at[0] - home[i][0], at[1] - home[i][1]))).toFixed(1)} px`);
