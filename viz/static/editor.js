// Sets up Yasgui for this server's endpoint alone. Nothing is kept in the browser, and nothing is fetched elsewhere: what
// it completes are the terms of the ontology, which stand in the page.
"use strict";
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
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  });
  const chosen = document.getElementById("question");
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
