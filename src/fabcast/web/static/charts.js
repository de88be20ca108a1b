// Draws figures from the specifications that stand in the page. Vega comes from this server,
// once the page rests; it interprets expressions, so that no eval is needed. A figure whose
// shape is the same as before keeps its view and takes new data only.
const charts = (() => {
  const stamp = document.currentScript.src.split("?")[1];
  const views = new Map();
  let engine;

  const script = (name) => new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = `/static/vendor/${name}?${stamp}`;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });

  const load = () => (engine ??= script("vega.min.js").then(() =>
    Promise.all([script("vega-lite.min.js"), script("vega-interpreter.js")])));

  // Take the rows out of a specification and name their places.
  const split = (spec) => {
    const rows = {};
    const shape = JSON.parse(JSON.stringify(spec), (key, value) => {
      if (!value?.data?.values) return value;
      const name = `rows${Object.keys(rows).length}`;
      rows[name] = value.data.values;
      return { ...value, data: { name } };
    });
    return { shape: { ...shape, config: { ...shape.config, aria: false } }, rows };
  };

  const start = async (shape, rows) => {
    const program = vega.parse(vegaLite.compile(shape).spec, null, { ast: true });
    const view = new vega.View(program, {
      renderer: "svg", expr: vegaInterpreter.expressionInterpreter, logLevel: vega.Error, hover: false,
    });
    for (const [name, values] of Object.entries(rows)) view.data(name, values);
    const host = document.createElement("div");
    view.initialize(host);
    await view.runAsync();
    return { key: JSON.stringify(shape), view, host };
  };

  const refresh = async (known, rows) => {
    for (const [name, values] of Object.entries(rows)) known.view.data(name, values);
    await known.view.resize().runAsync();
    return known;
  };

  // The figure follows the width of its box, and is one image to those who hear it.
  const fit = (host, figure) => {
    const svg = host.querySelector("svg");
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.setAttribute("role", "img");
    for (const part of svg.querySelectorAll("[role], [aria-label], [aria-roledescription]")) {
      for (const name of ["role", "aria-label", "aria-roledescription"]) part.removeAttribute(name);
    }
    const caption = figure.querySelector("figcaption").textContent;
    svg.setAttribute("aria-label", `${figure.querySelector("h3").textContent}. ${caption}`);
  };

  const draw = async (box) => {
    const source = box.querySelector("script");
    if (!source) return;
    await load();
    const { shape, rows } = split(JSON.parse(source.textContent));
    const known = views.get(box.dataset.figure);
    const same = known?.key === JSON.stringify(shape);
    const drawn = same ? await refresh(known, rows) : await start(shape, rows);
    if (!same) known?.view.finalize();
    views.set(box.dataset.figure, drawn);
    fit(drawn.host, box.closest("figure"));
    box.replaceChildren(drawn.host);
  };

  let running = Promise.resolve();
  const all = () => (running = running.then(async () => {
    for (const box of document.querySelectorAll(".chart")) await draw(box);
    document.documentElement.dataset.drawn = performance.now().toFixed(1);
  }));

  return { all, load };
})();

(window.requestIdleCallback ?? setTimeout)(() => charts.load());

// A new figure takes its place when it is drawn; until then the old one stays in it.
const standing = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  // An answer to a question that is no longer asked: its place in the page is gone.
  if (!document.contains(event.detail.target)) event.detail.shouldSwap = false;
  standing.clear();
  for (const box of document.querySelectorAll(".chart")) standing.set(box.dataset.figure, box.querySelector("svg"));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const box of document.querySelectorAll(".chart")) {
    const old = standing.get(box.dataset.figure);
    if (old && !box.querySelector("svg")) box.prepend(old.closest(".chart > div") ?? old);
  }
  charts.all();
});
