// Opens the terminal of textual-serve on this page, at a size that holds 80×24 if the window can.
"use strict";

const LEAST_COLUMNS = 80;
const LEAST_ROWS = 24;
const USUAL_PX = 16;
const SMALLEST_PX = 7;
const PASTE_MOST = 100000; // characters; more than any field takes

function fontSize() {
  const wide = Math.floor(innerWidth / LEAST_COLUMNS / 0.61);
  const high = Math.floor(innerHeight / LEAST_ROWS / 1.35);
  return Math.max(SMALLEST_PX, Math.min(USUAL_PX, wide, high));
}

function shortened(event) {
  const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
  if (!event.isTrusted || text.length <= PASTE_MOST) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  const kept = new DataTransfer();
  kept.setData("text/plain", text.slice(0, PASTE_MOST));
  event.target.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: kept, bubbles: true, cancelable: true }),
  );
}

async function open() {
  const terminal = document.getElementById("terminal");
  terminal.dataset.sessionWebsocketUrl = location.origin.replace(/^http/, "ws") + "/ws";
  terminal.dataset.fontSize = fontSize();
  document.getElementById("again").onclick = () => location.reload();
  document.addEventListener("paste", shortened, true);
  // The terminal measures its letters once, so they must be there before it is.
  await Promise.all(["", "bold ", "italic "].map((s) => document.fonts.load(`${s}16px "Roboto Mono"`)));
  const script = document.createElement("script");
  script.src = "/textual.js";
  script.onload = () => {
    window.onload();
    terminal.querySelector("textarea").focus();
  };
  document.head.append(script);
}

if (document.readyState === "complete") open();
else window.addEventListener("load", open);
