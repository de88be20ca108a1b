// Says where a lever stands while it moves, and tells the server whether it has come to rest.
const words = (value, unit) => {
  if (unit.startsWith("share")) return `${Math.round(100 * value)} %`;
  if (unit.startsWith("ratio")) return `${+Number(value).toPrecision(3)} ×`;
  return Number(value).toLocaleString("en");
};

const quarters = JSON.parse(document.getElementById("quarters")?.textContent ?? "[]");

const say = (input) => {
  const lever = input.closest(".lever");
  const output = lever?.querySelector(`output[for="${input.id}"]`);
  if (!output) return;
  let text = input.checked ? "on" : "off";
  if (input.classList.contains("date")) text = quarters[input.value - input.min].replace("Q", " Q");
  else if (input.type === "range") text = words(input.value, lever.dataset.unit);
  output.textContent = text;
  lever.classList.add("moved");
  if (input.type === "range") input.setAttribute("aria-valuetext", text);
};

document.addEventListener("input", (event) => say(event.target));

// Another scenario has levers of its own, so the whole page is asked for.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-reload]")) return;
  event.stopPropagation();
  event.target.form.submit();
}, true);

document.addEventListener("htmx:configRequest", (event) => {
  const cause = event.detail.triggeringEvent;
  if (cause?.type === "input") event.detail.headers["X-Moving"] = "1";
});

const tell = (sentence) => {
  const place = document.getElementById("told") ?? document.createElement("p");
  place.id = "told";
  place.setAttribute("role", "alert");
  place.textContent = sentence;
  document.querySelector("main").prepend(place);
};

document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.responseText));
document.addEventListener("htmx:sendError", () => tell("The server does not answer. Is fabcast serve still running?"));
document.addEventListener("htmx:afterSwap", () => document.getElementById("told")?.remove());
