// Lights the line between two nodes when a message passes, and sends a spark along it.

const SPARK_MILLIS = 700;
const SPARKS_MAX = 40;
const SVG = "http://www.w3.org/2000/svg";
const still = matchMedia("(prefers-reduced-motion: reduce)");


function lineBetween(from, to) {
  for (const line of document.querySelectorAll("#town-map .line")) {
    const { from: a, to: b } = line.dataset;
    if (a === from && b === to) return [line, false];
    if (a === to && b === from) return [line, true];
  }
  return [null, false];
}

function pass({ from, to, beat, ok }) {
  const [line, backwards] = lineBetween(from, to);
  if (!line) return;
  const bright = { stroke: `var(${ok ? "--good" : "--bad"})`, strokeWidth: beat ? "4" : "7" };
  line.animate([bright, {}], { duration: beat ? SPARK_MILLIS : SPARK_MILLIS * 2, easing: "ease-out" });
  const sparks = document.getElementById("sparks");
  if (beat || still.matches || sparks.childElementCount >= SPARKS_MAX) return;
  const at = (end) => [line.getAttribute("x" + end), line.getAttribute("y" + end)];
  const [[x1, y1], [x2, y2]] = backwards ? [at(2), at(1)] : [at(1), at(2)];
  const spark = document.createElementNS(SVG, "circle");
  spark.setAttribute("class", ok ? "spark" : "spark spark-failed");
  spark.setAttribute("r", "7");
  sparks.append(spark);
  spark.animate(
    [{ transform: `translate(${x1}px, ${y1}px)` }, { transform: `translate(${x2}px, ${y2}px)` }],
    { duration: SPARK_MILLIS, easing: "ease-in-out" },
  ).finished.finally(() => spark.remove());
}

document.getElementById("main").addEventListener("live:traffic", (event) => pass(JSON.parse(event.detail)));
