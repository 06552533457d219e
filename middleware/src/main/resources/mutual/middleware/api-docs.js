// On the people port the API is described, not called: that needs a key, and the node port.
const note = document.createElement("p");
note.textContent = "To call the API, a program needs a key of its own and the node port: see docs/api.md and docs/clients.";
note.setAttribute("role", "note");
note.style.cssText = "position:fixed;right:0;bottom:0;margin:0;padding:.5rem 1rem;background:#1c1f24;color:#fff;font:0.875rem system-ui,sans-serif;z-index:2000";
document.body.append(note);

function hideWhatCannotWork() {
  for (const button of document.querySelectorAll("#app button")) {
    if (button.textContent.trim().toLowerCase() === "debug") button.style.display = "none";
  }
}

new MutationObserver(hideWhatCannotWork).observe(document.getElementById("app"), { childList: true, subtree: true });
