// Copies a citation: the version, the full address and the day of the facts.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const text = button.dataset.copy.replace("/compare?", `${location.origin}/compare?`);
  await navigator.clipboard.writeText(text).catch(() => {});
  button.parentElement.querySelector(".copied").textContent = `Copied: ${text}`;
});
