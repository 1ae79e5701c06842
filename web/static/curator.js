// Smoother, never needed: files can be dropped, long lists searched, and waiting pages follow by themselves.
"use strict";
const drop = document.getElementById("drop");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  drop.querySelector(".drop-hint").hidden = false;
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
  drop.addEventListener("submit", () => { drop.querySelector(".drop-busy").hidden = false; });
}
for (const list of document.querySelectorAll(".all-concepts")) {
  const rows = [...list.querySelectorAll(".value")];
  if (rows.length < 8) continue;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "narrow";
  const name = list.closest("fieldset").querySelector("legend").textContent;
  box.setAttribute("aria-label", name);
  box.placeholder = name;
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted) && !row.querySelector(":checked");
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.querySelector("summary").after(box);
}
if (document.getElementById("reading")) setTimeout(() => location.reload(), 1000);
const state = document.getElementById("index-state");
async function follow() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("index-state");
  if (!fresh) return;
  if (fresh.dataset.state === "waiting") { setTimeout(follow, 1000); return; }
  state.replaceChildren(...fresh.childNodes);
  state.dataset.state = fresh.dataset.state;
  state.className = fresh.className;
}
if (state && state.dataset.state === "waiting") setTimeout(follow, 700);
const preview = document.getElementById("preview");
if (preview) preview.focus();
