// Copies the text of the element that a button names in data-copy, and says so in words.
// Without this script, or without a clipboard, the buttons stay hidden and nothing else changes.
(() => {
  if (!navigator.clipboard) return;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  const buttons = new Map([...document.querySelectorAll("[data-copy]")].map((b) => [b, b.textContent]));
  for (const button of buttons.keys()) button.classList.add("ready");
  const say = (button, label, sentence) => {
    button.textContent = label;
    status.textContent = sentence;
    setTimeout(() => { button.textContent = buttons.get(button); status.textContent = ""; }, 2500);
  };
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      say(button, "Copied", "Copied to the clipboard.");
    } catch {
      say(button, "Not copied", "The browser refused to copy. Select the text and copy it by hand.");
    }
  });
})();
