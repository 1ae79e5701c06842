// Smoother, never needed: long lists can be searched, and waiting pages follow by themselves.
"use strict";
// A long list of concepts is searched as one types: Enter takes the first that fits, and what is taken moves up.
for (const list of document.querySelectorAll(".all-concepts")) {
  const rows = [...list.querySelectorAll(".value")];
  if (rows.length < 8) continue;
  const box = document.createElement("input");
  const told = document.createElement("p");
  const chosen = list.closest(".picker").querySelector(".chosen");
  box.type = "search";
  box.className = "narrow";
  box.autocomplete = "off";
  box.setAttribute("aria-label", list.dataset.search);
  box.placeholder = list.dataset.search;
  told.className = "narrow-found explanation";
  told.setAttribute("role", "status");
  const left = () => rows.filter((row) => !row.hidden && list.contains(row));
  function narrow() {
    const wanted = box.value.trim().toLowerCase();
    for (const row of rows) {
      const words = `${row.textContent} ${row.dataset.words || ""}`.toLowerCase();
      row.hidden = !words.includes(wanted) && !row.querySelector(":checked");
    }
    list.open = wanted !== "";
    told.textContent = wanted && list.dataset.found ? list.dataset.found.replace("{count}", left().length) : "";
  }
  box.addEventListener("input", narrow);
  box.addEventListener("keydown", (event) => {
    const first = left()[0]?.querySelector("input");
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
    if (event.key !== "Enter") return;
    event.preventDefault(); // it takes a concept and sends no form
    if (box.value.trim() && first && !first.checked) first.click();
  });
  list.addEventListener("change", (event) => {
    const row = event.target.closest(".value");
    if (!chosen || !event.target.checked) return;
    chosen.append(row);
    if (!box.value) { event.target.focus(); return; }
    box.value = "";
    narrow();
    box.focus();
  });
  list.before(box, told);
}
// How far the form is, while it is written.
for (const line of document.querySelectorAll(".completeness")) {
  const form = line.parentElement.querySelector(".document-form");
  const points = [...line.querySelectorAll("[data-fields]")];
  const words = (text) => text.split(/\s+/).filter(Boolean).length;
  const holds = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked && field.value !== "";
    return field.name === "body" ? words(field.value) >= Number(line.dataset.words) : field.value.trim() !== "";
  };
  const isThere = (point) => point.dataset.fields.split(" ").some((name) =>
    [...form.querySelectorAll(`[name="${name}"]`)].some(holds));
  const count = () => {
    for (const point of points) point.hidden = isThere(point);
    const done = points.filter((point) => point.hidden).length;
    line.querySelector("progress").value = done;
    const told = line.dataset.told.replace("{done}", done).replace("{total}", points.length);
    line.querySelector("b").textContent = told;
    line.querySelector(".missing").hidden = done === points.length;
    line.querySelector(".whole").hidden = done < points.length;
  };
  if (form) form.addEventListener("change", count);
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
