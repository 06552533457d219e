// The browser's side of the dashboard: files dropped or chosen are sent to the peer, which shares them; and what a
// player is waiting for. Everything else works without script.

const FILES_MAX = 20000;

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

const dialog = document.getElementById("drop-dialog");
if (dialog) dropping();
for (const media of document.querySelectorAll(".player video, .player audio")) playing(media);

/** A size as the server writes it. */
function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = count;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2)}\u00a0${units[unit]}`;
}

/** Says what the server said, if it was a refusal. */
async function answer(status, text) {
  if (status >= 200 && status < 300) return text ? JSON.parse(text) : {};
  const page = new DOMParser().parseFromString(text, "text/html");
  throw new Error(page.querySelector("h1")?.textContent ?? "The peer did not answer.");
}

async function post(path, body) {
  let response;
  try {
    response = await fetch(path, { method: "POST", body });
  } catch {
    throw new Error("The peer does not answer. Is it still running?");
  }
  return answer(response.status, await response.text());
}

/** Sends a file as it lies on the disk. XMLHttpRequest, since fetch() tells nothing of how far it is. */
function send(path, file, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () => answer(request.status, request.responseText).then(resolve, reject);
    request.onerror = () => reject(new Error(`${file.name} could not be read, or the peer does not answer.`));
    request.onabort = () => reject(new DOMException("Stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** All files of what was dropped, each with its path from the dropped thing down. */
async function filesOf(entries) {
  const found = [];
  const folders = entries.map((entry) => ({ entry, path: entry.name }));
  while (folders.length > 0) {
    const { entry, path } = folders.pop();
    if (entry.isFile) {
      found.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    } else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (some.length === 0) break;
        for (const child of some) folders.push({ entry: child, path: `${path}/${child.name}` });
      }
    }
    if (found.length > FILES_MAX) break;
  }
  return found;
}

function dropping() {
  const form = dialog.querySelector("form");
  const over = document.getElementById("drop-over");
  const part = (name) => dialog.querySelector(`[data-drop-${name}]`);
  const meter = dialog.querySelector("progress");
  let files = [];
  let under = 0;
  let stop = null;
  let drop = null;

  function ask(chosen) {
    files = chosen;
    if (files.length === 0) return;
    if (files.length === 1 && files[0].path.toLowerCase().endsWith(".torrent")) {
      sendTorrent(files[0].file);
      return;
    }
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    const tops = [...new Set(files.map(({ path }) => path.split("/")[0]))];
    part("summary").textContent =
      (tops.length <= 3 ? tops.join(", ") : `${tops.slice(0, 2).join(", ")} and ${tops.length - 2} more`) +
      ` (${files.length === 1 ? "1\u00a0file" : `${files.length}\u00a0files`}, ${bytes(total)})`;
    part("error").textContent = files.length > FILES_MAX ? `That is more than ${FILES_MAX} files. Share its path instead.` : "";
    part("go").disabled = files.length > FILES_MAX;
    part("progress").hidden = true;
    if (!dialog.open) dialog.showModal();
  }

  async function sendTorrent(file) {
    try {
      const { path } = await send("/torrents", file, () => {});
      location.assign(path);
    } catch (problem) {
      const field = document.getElementById("field-link");
      field.setCustomValidity(problem.message);
      field.reportValidity();
      field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    }
  }

  async function share() {
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    const started = performance.now();
    let done = 0;
    const show = (loaded) => {
      const sent = done + loaded;
      const seconds = (performance.now() - started) / 1000;
      meter.value = total === 0 ? 1 : sent / total;
      part("note").textContent = `${bytes(sent)} of ${bytes(total)}` + (seconds > 1 ? ` · ${bytes(sent / seconds)}/s` : "");
    };
    stop = new AbortController();
    part("error").textContent = "";
    part("go").disabled = true;
    part("progress").hidden = false;
    show(0);
    try {
      drop = (await post("/drops", new URLSearchParams(new FormData(form)))).drop;
      for (const { path, file } of files) {
        await send(`/drops/${drop}/files?path=${encodeURIComponent(path)}`, file, show, stop.signal);
        done += file.size;
        show(0);
      }
      await post(`/drops/${drop}/finish`);
      drop = null;
      location.assign("/");
    } catch (problem) {
      if (problem.name !== "AbortError") part("error").textContent = `${problem.message} Nothing of it is shared.`;
      part("progress").hidden = true;
      part("go").disabled = false;
      giveUp();
    }
  }

  /** Lets the peer delete what it has of an unfinished drop; works while the page is being left, too. */
  function giveUp() {
    if (drop) navigator.sendBeacon(`/drops/${drop}/cancel`);
    drop = null;
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "share") return;
    event.preventDefault();
    share();
  });
  dialog.addEventListener("close", () => stop?.abort());
  addEventListener("pagehide", giveUp);

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const between = (change) => {
    under = Math.max(0, under + change);
    over.hidden = under === 0;
  };
  addEventListener("dragenter", (event) => carriesFiles(event) && between(1));
  addEventListener("dragleave", (event) => carriesFiles(event) && between(-1));
  addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    between(-under);
    if (dialog.open) return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    ask(entries.length > 0 ? await filesOf(entries) : [...event.dataTransfer.files].map((file) => ({ path: file.name, file })));
  });
  for (const button of document.querySelectorAll("[data-pick]")) {
    const input = document.getElementById(`pick-${button.dataset.pick}`);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      ask([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
      input.value = "";
    });
  }
}

/** Says what a player waits for; takes up again what was broken off, as when the share was paused. */
function playing(media) {
  const note = document.querySelector("[data-player-note]");
  const said = note.textContent;
  let broken = null;
  const say = (text) => () => {
    if (broken === null) note.textContent = text;
  };
  let asking = false;

  /** Whether its bytes can be had now. */
  async function readable() {
    try {
      return (await fetch(media.src, { method: "HEAD" })).ok;
    } catch {
      return false;
    }
  }

  async function takeUp() {
    if (broken === null || asking) return;
    asking = true;
    const { at, went } = broken;
    if (await readable()) {
      broken = null;
      media.load();
      media.currentTime = at;
      if (went) media.play().catch(() => {});
    }
    asking = false;
  }

  async function failed() {
    const { code } = media.error;
    const state = { at: media.currentTime, went: !stopped };
    if (code !== MediaError.MEDIA_ERR_NETWORK && (await readable())) {
      say("This browser cannot play it. Save the file, and open it with another program.")();
      return;
    }
    say("It cannot be read now. It plays on as soon as it can.")();
    broken = state;
  }

  // A player that breaks off says that it is paused, too: only its owner's word counts.
  let stopped = false;
  media.addEventListener("play", () => (stopped = false));
  media.addEventListener("pause", () => (stopped = media.error === null));
  media.addEventListener("waiting", say("Waiting for this part to arrive…"));
  media.addEventListener("stalled", say("Waiting for this part to arrive…"));
  media.addEventListener("playing", say(said));
  media.addEventListener("canplay", say(said));
  media.addEventListener("error", failed);
  // Something has changed here: pieces have come, or it is no longer paused.
  document.addEventListener("live:fragments", takeUp);
}
