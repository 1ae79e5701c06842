// Smoother, never needed: long lists can be searched, and waiting pages follow by themselves.
"use strict";
for (const list of document.querySelectorAll(".all-concepts")) {
  const rows = [...list.querySelectorAll(".value")];
  if (rows.length < 8) continue;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "narrow";
  box.setAttribute("aria-label", list.dataset.search);
  box.placeholder = list.dataset.search;
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const row of rows) {
      const words = `${row.textContent} ${row.dataset.words || ""}`.toLowerCase();
      row.hidden = !words.includes(wanted) && !row.querySelector(":checked");
    }
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.querySelector("summary").after(box);
}
async function followUploads() {
  const answer = await fetch(location.pathname);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("uploads");
  if (!fresh) return;
  const shown = document.getElementById("uploads");
  shown.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.reading !== "0") setTimeout(followUploads, 1000);
}
const uploads = document.getElementById("uploads");
if (uploads && uploads.dataset.reading && uploads.dataset.reading !== "0") setTimeout(followUploads, 1000);
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
for (const form of document.querySelectorAll(".document-form")) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sentAt < 3000) event.preventDefault(); // a double click saves once
    else sentAt = Date.now();
  });
  addEventListener("pageshow", () => { sentAt = 0; });
}
const preview = document.getElementById("preview");
if (preview) preview.focus();
