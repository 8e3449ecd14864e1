// Sets up Yasgui for this server's endpoint alone. Nothing is kept in the browser, and nothing is fetched elsewhere: what
// it completes are the terms of the ontology, which stand in the page.
"use strict";
// What Yasgui and its table say, and under which key of [yasgui] in viz/words/ it is told in the reader's language.
const SAID = [
  ["yasgui.add", /^Add (a new )?tab$/], ["yasgui.close", /^Close tab$/], ["yasgui.share", /^Share query$/], ["yasgui.run", /^Run query$/],
  ["yasgui.table", /^Table$/], ["yasgui.response", /^Response$/], ["yasgui.show-table", /^Shows Table view$/], ["yasgui.show-response", /^Shows Response view$/],
  ["yasgui.download", /^Download Results?$/i], ["yasgui.no-download", /^Download not supported$/],
  ["yasgui.results", /^(?<number>[\d.,]+) results? in (?<seconds>[\d.]+) seconds$/], ["yasgui.responded", /^Response in (?<seconds>[\d.]+) seconds$/],
  ["yasgui.simple", /^Simple view$/], ["yasgui.ellipse", /^Ellipse$/], ["yasgui.filter", /^Filter query results$/], ["yasgui.size", /^Page size: $/], ["yasgui.all", /^All$/],
  ["yasgui.none", /^(Showing 0 to 0 of 0 entries|No data available in table)$/], ["yasgui.no-match", /^No matching records found$/],
  ["yasgui.filtered", /^Showing (?<first>[\d,]+) to (?<last>[\d,]+) of (?<number>[\d,]+) entries \(filtered from (?<all>[\d,]+) total entries\)$/],
  ["yasgui.showing", /^Showing (?<first>[\d,]+) to (?<last>[\d,]+) of (?<number>[\d,]+) entries$/],
  ["yasgui.sort", /^(?<column>.*): Activate to (sort|invert sorting|remove sorting)$/], ["yasgui.pages", /^pagination$/],
  ["yasgui.first", /^First$/], ["yasgui.previous", /^Previous$/], ["yasgui.next", /^Next$/], ["yasgui.last", /^Last$/],
  ["yasgui.elsewhere", /^Try query in a new browser window$/],
];
const READ_OUT = ["title", "aria-label", "placeholder"];

// Tells what stands in an element, and whatever comes into it, in the reader's language; names what has no name.
function told(box, words) {
  const asTold = (text) => {
    for (const [key, pattern] of SAID) {
      const match = pattern.exec(text);
      if (match) return words[key].replace(/\{(\w+)\}/g, (_, name) => match.groups[name]);
    }
    return text;
  };
  const settings = { childList: true, subtree: true, characterData: true, attributeFilter: READ_OUT };
  const look = () => {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".CodeMirror,tbody,style,svg") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    while (texts.nextNode()) {
      const text = asTold(texts.currentNode.data);
      if (text !== texts.currentNode.data) texts.currentNode.data = text;
    }
    for (const name of READ_OUT) {
      for (const element of box.querySelectorAll(`[${name}]`)) {
        const text = asTold(element.getAttribute(name));
        if (text !== element.getAttribute(name)) element.setAttribute(name, text);
      }
    }
    for (const area of box.querySelectorAll(".CodeMirror textarea:not([aria-label])")) area.setAttribute("aria-label", words["yasgui.query"]);
    for (const sizer of box.querySelectorAll(".tableSizer:not([aria-label])")) sizer.setAttribute("aria-label", words["yasgui.size"]);
  };
  const observer = new MutationObserver(() => {
    observer.disconnect();
    look();
    observer.observe(box, settings);
  });
  look();
  observer.observe(box, settings);
}

(() => {
  const given = JSON.parse(document.getElementById("given").textContent);
  const endpoint = new URL("/sparql", location.href).href;
  const Yasqe = Yasgui.Yasqe;
  const completer = (kind, terms) => {
    Yasqe.forkAutocompleter(kind, { name: `ours-${kind}`, get: () => Promise.resolve(terms), bulk: true, persistenceId: null });
    return `ours-${kind}`;
  };
  Yasqe.defaults.autocompleters = [completer("class", given.classes), completer("property", given.properties), "variables"];
  Yasqe.defaults.value = given.first;
  const editor = new Yasgui(document.getElementById("editor"), {
    persistenceId: null,
    copyEndpointOnNewTab: true,
    tabName: given.words["yasgui.tab"],
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  });
  const chosen = document.getElementById("question");
  told(document.getElementById("editor"), given.words);
  const show = (stem) => {
    const question = given.questions[stem];
    if (!question) return;
    const tab = editor.addTab(true, { name: question.title, requestConfig: { ...editor.config.requestConfig, endpoint } });
    tab.setQuery(question.text);
    tab.query();
  };
  chosen.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(chosen.value);
  });
  if (chosen.value) show(chosen.value);
})();
