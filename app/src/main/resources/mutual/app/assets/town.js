// Lights the line between two nodes when a message or content passes, and sends sparks along it.

const SPARK_MILLIS = 700;
const FLOW_MILLIS = 1000;
const SPARKS_MAX = 40;
const SVG = "http://www.w3.org/2000/svg";
const still = matchMedia("(prefers-reduced-motion: reduce)");

function lineBetween(from, to) {
  for (const line of document.querySelectorAll(".town-map .line")) {
    const { from: a, to: b } = line.dataset;
    if (a === from && b === to) return [line, false];
    if (a === to && b === from) return [line, true];
  }
  return [null, false];
}

function spark(line, backwards, ok, delay) {
  const place = line.ownerSVGElement.querySelector(".sparks");
  if (place.childElementCount >= SPARKS_MAX) return;
  const at = (end) => `translate(${line.getAttribute("x" + end)}px, ${line.getAttribute("y" + end)}px)`;
  const [start, end] = backwards ? [at(2), at(1)] : [at(1), at(2)];
  const dot = document.createElementNS(SVG, "circle");
  dot.setAttribute("class", ok ? "spark" : "spark spark-failed");
  dot.setAttribute("r", "7");
  place.append(dot);
  dot.animate(
    [{ transform: start }, { transform: end }],
    { duration: SPARK_MILLIS, delay, fill: "backwards", easing: "ease-in-out" },
  ).finished.finally(() => dot.remove());
}

// No sparks: only a sign of life. One: a message. More: content that flows for about a second.
function pass({ from, to, sparks, ok }) {
  const [line, backwards] = lineBetween(from, to);
  if (!line) return;
  const bright = { stroke: `var(${ok ? "--good" : "--bad"})`, strokeWidth: sparks ? "7" : "4" };
  line.animate([bright, {}], { duration: sparks ? SPARK_MILLIS * 2 : SPARK_MILLIS, easing: "ease-out" });
  if (still.matches) return;
  for (let n = 0; n < sparks; n++) spark(line, backwards, ok, (n * FLOW_MILLIS) / sparks);
}

document.getElementById("main").addEventListener("live:traffic", (event) => pass(JSON.parse(event.detail)));
