// Draws figures from the specifications that stand in the page. Vega is fetched from this
// server once the page rests; expressions are interpreted, so that no eval is needed.
const charts = (() => {
  const stamp = document.currentScript.src.split("?")[1];
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

  const markup = async (spec) => {
    const quiet = { ...spec, config: { ...spec.config, aria: false } };
    const program = vega.parse(vegaLite.compile(quiet).spec, null, { ast: true });
    const view = new vega.View(program, {
      renderer: "none", expr: vegaInterpreter.expressionInterpreter, logLevel: vega.Warn,
    });
    const text = await view.toSVG();
    view.finalize();
    return text;
  };

  const draw = async (box) => {
    const source = box.querySelector("script");
    if (!source) return;
    await load();
    const parsed = new DOMParser().parseFromString(await markup(JSON.parse(source.textContent)), "image/svg+xml");
    const figure = box.closest("figure");
    const svg = document.importNode(parsed.documentElement, true);
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${figure.querySelector("h3").textContent}. ${figure.querySelector("figcaption").textContent}`);
    box.replaceChildren(svg);
  };

  const all = async () => {
    for (const box of document.querySelectorAll(".chart")) await draw(box);
    document.documentElement.dataset.drawn = performance.now().toFixed(1);
  };

  return { all, load };
})();

(window.requestIdleCallback ?? setTimeout)(() => charts.load());

// A new figure takes its place when it is drawn; until then the old one stays in it.
const standing = new Map();
document.addEventListener("htmx:beforeSwap", () => {
  standing.clear();
  for (const box of document.querySelectorAll(".chart")) standing.set(box.dataset.figure, box.querySelector("svg"));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const box of document.querySelectorAll(".chart")) {
    const old = standing.get(box.dataset.figure);
    if (old && !box.querySelector("svg")) box.prepend(old);
  }
  charts.all();
});
