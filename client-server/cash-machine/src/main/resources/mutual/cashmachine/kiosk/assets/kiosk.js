// The keyboard as the machine's keys, and buttons that act without leaving the page. Everything works by plain forms too.

const FUNCTIONS = { Enter: "ENTER", Backspace: "CLEAR", Delete: "CLEAR", Escape: "CANCEL" };
const SIDES = "ABCDEFGH";

let queue = Promise.resolve();

/** One after the other: the order of keys matters. */
function post(action, fields) {
  const body = new URLSearchParams(fields);
  queue = queue.then(() => fetch(action, { method: "POST", body, redirect: "manual" })).catch(() => {});
}

function keyOf(event) {
  const letters = document.getElementById("machine")?.dataset.letters === "true";
  if (/^[0-9]$/.test(event.key)) return event.key;
  if (/^F[1-8]$/.test(event.key)) return "SIDE_" + SIDES[Number(event.key[1]) - 1];
  if (/^[a-zA-Z]$/.test(event.key)) {
    const letter = event.key.toUpperCase();
    if (letters) return letter;
    return SIDES.includes(letter) ? "SIDE_" + letter : null;
  }
  return FUNCTIONS[event.key] ?? null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, select, textarea, a")) return;
  if (event.key === "Enter" && event.target.closest("button")) return;
  if (event.key === " " && !event.target.closest("button")) {
    // A hand takes what lies in a slot; cash first, or it goes back.
    const slot = ["cash", "card", "receipt"].find((name) => document.querySelector(`.slot-${name} [data-take]`));
    if (slot) {
      event.preventDefault();
      document.querySelector(`.slot-${slot} [data-take]`).click();
    }
    return;
  }
  const key = keyOf(event);
  if (!key) return;
  event.preventDefault();
  const button = document.querySelector(`#keys button[value="${key}"]:not(:disabled)`);
  button?.classList.add("pressed");
  setTimeout(() => button?.classList.remove("pressed"), 150);
  post("/key", { key });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-keys], [data-act]")) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  post(form.getAttribute("action"), fields);
  if (form.matches("[data-act]")) form.reset();
});

// After a tap the focus must not stay on a key, or the next OK on the keyboard would press it again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("#keys button");
  if (button && event.detail > 0) button.blur();
});
