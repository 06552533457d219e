// The browser's side of live pages: fragments by server-sent events, copy buttons, confirmation, relative times.
// An element with data-live="/path" opens one event stream. Each "fragments" event carries HTML whose outermost
// elements have ids; the elements of the page with these ids are brought to the same content in place.

const RETRY_MILLIS_MIN = 1000;
const RETRY_MILLIS_MAX = 15000;
const TIMES_EVERY_MILLIS = 10000;
const COPIED_SHOWN_MILLIS = 1500;

function sameKind(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");
}

/** Makes `now` like `next` with as few changes as possible, so that focus, selection and open parts stay. */
export function morph(now, next) {
  if (now.isEqualNode(next)) return;
  if (now.nodeType !== Node.ELEMENT_NODE) {
    now.nodeValue = next.nodeValue;
    return;
  }
  if (now.hasAttribute("data-live-keep")) return;
  if (now.matches("time[datetime]") && now.getAttribute("datetime") === next.getAttribute("datetime")) return;
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !(name === "open" && now.matches("dialog, details"))) now.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  let old = now.firstChild;
  for (const child of [...next.childNodes]) {
    const kept = child.id ? [...now.children].find((c) => sameKind(c, child)) : null;
    if (kept && kept !== old) now.insertBefore(kept, old);
    if (kept) old = kept;
    if (old && sameKind(old, child)) {
      morph(old, child);
      old = old.nextSibling;
    } else if (old && !old.id && !child.id && old.nodeType === child.nodeType) {
      const after = old.nextSibling;
      old.replaceWith(child);
      old = after;
    } else {
      now.insertBefore(child, old);
    }
  }
  while (old) {
    const after = old.nextSibling;
    old.remove();
    old = after;
  }
}

function applyFragments(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  for (const next of [...holder.content.children]) {
    const now = next.id && document.getElementById(next.id);
    if (now) morph(now, next);
  }
  showTimes();
  document.dispatchEvent(new CustomEvent("live:fragments"));
}

function say(text) {
  const status = document.getElementById("live-status");
  if (status && status.textContent !== text) status.textContent = text;
}

function connect(root, waitMillis = RETRY_MILLIS_MIN) {
  const source = new EventSource(root.dataset.live);
  source.addEventListener("open", () => {
    root.dataset.liveState = "online";
    waitMillis = RETRY_MILLIS_MIN;
    say("");
  });
  source.addEventListener("fragments", (event) => applyFragments(event.data));
  // Any other named event a page listens to, such as a passing message, is handed on as it is.
  for (const name of (root.dataset.liveEvents ?? "").split(" ").filter(Boolean)) {
    source.addEventListener(name, (event) => root.dispatchEvent(new CustomEvent("live:" + name, { detail: event.data })));
  }
  source.addEventListener("leave", (event) => {
    if (event.data.startsWith("/") && !event.data.startsWith("//")) location.assign(event.data);
  });
  source.addEventListener("error", () => {
    root.dataset.liveState = "offline";
    say("Connection lost. Reconnecting…");
    // The browser retries by itself unless the server refused; then we do, ever more slowly.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => connect(root, Math.min(waitMillis * 2, RETRY_MILLIS_MAX)), waitMillis);
    }
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}

// On a narrow screen the navigation scrolls: the place where one is must be in sight.
document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

function showTimes() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const then = new Date(time.dateTime);
    const seconds = Math.round((then - Date.now()) / 1000);
    const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) ?? ["second", 1];
    const text = Math.abs(seconds) < 5 ? "just now" : relative.format(Math.round(seconds / size), unit);
    if (time.textContent !== text) time.textContent = text;
    time.title = then.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
  }
}

function confirmThen(form, submitter) {
  const dialog = document.getElementById("confirm");
  const asker = submitter?.dataset.confirm ? submitter : form;
  dialog.querySelector("[data-confirm-text]").textContent = asker.dataset.confirm;
  const yes = dialog.querySelector("[value=yes]");
  yes.textContent = submitter?.textContent.trim() || "Yes";
  // What destroys looks like it, and Enter alone does not do it.
  const danger = submitter?.classList.contains("button-danger") ?? false;
  yes.classList.toggle("button-danger", danger);
  yes.classList.toggle("button-main", !danger);
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "";
    form.requestSubmit(submitter ?? undefined);
  }, { once: true });
  dialog.showModal();
  dialog.querySelector(danger ? "[value=no]" : "[value=yes]").focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form.dataset.confirm || event.submitter?.dataset.confirm) || "confirmed" in form.dataset) return;
  event.preventDefault();
  confirmThen(form, event.submitter);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.copy !== undefined) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, COPIED_SHOWN_MILLIS);
  } else if (button?.dataset.dismiss !== undefined) {
    button.closest(button.dataset.dismiss)?.remove();
  } else if (button?.dataset.dialog) {
    document.getElementById(button.dataset.dialog)?.showModal();
  }
});

showTimes();
setInterval(showTimes, TIMES_EVERY_MILLIS);
for (const root of document.querySelectorAll("[data-live]")) connect(root);
