// Sets up Yasgui for this server's endpoint alone. Nothing is kept in the browser, and nothing is fetched elsewhere: what
// it completes are the terms of the ontology, which stand in the page.
"use strict";
// What Yasgui and its table say, and under which key of [yasgui] in viz/words/ it is told in the reader's language.
const SAID = [
  ["yasgui.add", /^Add (a new )?tab$/], ["yasgui.close", /^Close tab$/i], ["yasgui.share", /^Share query$/], ["yasgui.run", /^Run query$/],
  ["yasgui.table", /^Table$/], ["yasgui.response", /^Response$/], ["yasgui.show-table", /^Shows Table view$/], ["yasgui.show-response", /^Shows Response view$/],
  ["yasgui.download", /^Download Results?$/i], ["yasgui.no-download", /^Download not supported$/],
  ["yasgui.results", /^(?<number>[\d.,]+) results? in (?<seconds>[\d.]+) seconds$/], ["yasgui.responded", /^Response in (?<seconds>[\d.]+) seconds$/],
  ["yasgui.simple", /^Simple view$/], ["yasgui.ellipse", /^Ellipse$/], ["yasgui.filter", /^Filter query results$/], ["yasgui.size", /^Page size: $/], ["yasgui.all", /^All$/],
  ["yasgui.none", /^(Showing 0 to 0 of 0 entries|No data available in table)$/], ["yasgui.no-match", /^No matching records found$/],
  ["yasgui.filtered", /^Showing (?<first>[\d,]+) to (?<last>[\d,]+) of (?<number>[\d,]+) entries \(filtered from (?<all>[\d,]+) total entries\)$/],
  ["yasgui.showing", /^Showing (?<first>[\d,]+) to (?<last>[\d,]+) of (?<number>[\d,]+) entries$/],
  ["yasgui.sort", /^(?<column>.*): Activate to (sort|invert sorting|remove sorting)$/], ["yasgui.pages", /^pagination$/],
  ["yasgui.first", /^First$/], ["yasgui.previous", /^Previous$/], ["yasgui.next", /^Next$/], ["yasgui.last", /^Last$/],
  ["yasgui.new", /^New Tab$/], ["yasgui.rename", /^Rename Tab$/], ["yasgui.copy", /^Copy Tab$/], ["yasgui.undo", /^Undo close Tab$/],
  ["yasgui.others", /^Close other tabs$/i], ["yasgui.error", /^Error$/], ["yasgui.true", /^True$/], ["yasgui.false", /^False$/],
  ["yasgui.boolean", /^Boolean$/], ["yasgui.show-boolean", /^Shows Boolean view$/], ["yasgui.show-error", /^Shows Error view$/],
  ["yasgui.elsewhere", /^Try query in a new browser window$/],
];
const READ_OUT = ["title", "aria-label", "placeholder"];

// Tells what stands in an element, and whatever comes into it, in the reader's language.
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
      node.parentElement.closest(".CodeMirror,tbody tr:not(:has(.dt-empty)),style,svg") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
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
  const box = document.getElementById("editor");
  const editor = new Yasgui(box, {
    persistenceId: null,
    contextMenuContainer: box,
    copyEndpointOnNewTab: true,
    tabName: given.words["yasgui.tab"],
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  });
  // A list of tabs holds tabs and nothing else: its button is put beside it, and each new tab at its end.
  const tabs = editor.tabElements, bar = document.createElement("div");
  bar.className = "tabsBar";
  box.querySelector(".tabsList").replaceWith(bar);
  bar.append(tabs._tabsListEl, tabs.addTabEl);
  tabs.addTabEl = null;
  // Its fields have no names, the list of its menu holds lines, and an error cannot be scrolled with the keyboard.
  const named = { ".yasqe textarea": "query", ".yasr .CodeMirror textarea": "response", ".tableSizer": "rows", ".CodeMirror-hints": "terms" };
  const mend = () => {
    for (const [field, name] of Object.entries(named)) {
      for (const one of document.querySelectorAll(`${field}:not([aria-label])`)) one.setAttribute("aria-label", box.dataset[name]);
    }
    for (const line of box.querySelectorAll(".context-menu-list > hr")) {
      const item = document.createElement("li");
      line.replaceWith(item);
      item.append(line);
    }
    for (const one of box.querySelectorAll(".errorResult pre:not([tabindex])")) one.tabIndex = 0;
  };
  const changes = new MutationObserver(mend);
  changes.observe(box, { childList: true, subtree: true });
  changes.observe(document.body, { childList: true });
  mend();
  const chosen = document.getElementById("question");
  told(box, given.words);
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
