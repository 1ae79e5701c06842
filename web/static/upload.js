// Files go one by one, each with its own progress; without this script the form sends them all at once.
"use strict";
const drop = document.getElementById("drop");
const input = drop.querySelector("input[type=file]");
const list = drop.querySelector(".sending");

function row(file) {
  const item = document.createElement("li");
  const state = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  item.append(`${file.name} `, bar, " ", state);
  list.append(item);
  return {
    show(share) { bar.value = share; state.textContent = `${drop.dataset.sending} ${Math.floor(100 * share)} %`; },
    end(text, isFault) { bar.remove(); state.textContent = text; item.classList.toggle("fault", isFault); },
  };
}

function send(file, shown) {
  const form = new FormData(drop);
  form.set("files", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", drop.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => shown.show(event.loaded / event.total));
    request.addEventListener("loadend", () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* an error page or nothing at all */ }
      resolve(answer && answer.refusals ? answer : { refusals: [drop.dataset.failed] });
    });
    request.send(form);
  });
}

async function sendAll(files) {
  const limit = Number(drop.dataset.limit);
  const rows = files.map(row);
  let last = "";
  let refused = 0;
  list.hidden = false;
  for (const [place, file] of files.entries()) {
    const large = file.size > limit ? { refusals: [drop.dataset.tooLarge] } : null;
    const answer = large || await send(file, rows[place]);
    rows[place].end(answer.refusals.join(" ") || drop.dataset.received, answer.refusals.length > 0);
    refused += answer.refusals.length > 0;
    last = answer.location || last;
  }
  if (refused) drop.querySelector(".sent").hidden = refused === files.length;
  else location.assign(files.length === 1 ? last : location.pathname);
}

function sendChosen() {
  const files = [...input.files];
  if (!files.length) return;
  input.value = "";
  sendAll(files);
}

drop.querySelector(".drop-hint").hidden = false;
drop.querySelector(".by-hand").hidden = true;
input.addEventListener("change", sendChosen);
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const files = [...event.dataTransfer.files];
  if (files.length) sendAll(files);
});
drop.addEventListener("submit", (event) => {
  if (input.files.length) event.preventDefault();
  sendChosen();
});
