// What is typed is kept on the server while it is written, for its writer alone; without script the button does it.
"use strict";
const WAIT = 3000;
const WAIT_AFTER_FAULT = 20000;
for (const form of document.querySelectorAll("form[data-keep]")) {
  const told = form.querySelector(".kept");
  const content = () => new URLSearchParams(new FormData(form)).toString();
  const first = form.dataset.changed ? "" : content();
  let kept = first;
  let timer = 0;
  let isLeaving = false;
  let isKeeping = false;

  function wait(milliseconds) {
    if (!timer) timer = setTimeout(keep, milliseconds);
  }

  async function keep() {
    clearTimeout(timer);
    timer = 0;
    const now = content();
    if (now === kept || isKeeping || isLeaving) return;
    isKeeping = true;
    let message = form.dataset.notKept;
    let isFault = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.keep, { method: "POST", headers: { Accept: "application/json" }, body });
      message = (await answer.json()).message || message;
      isFault = !answer.ok;
    } catch { /* no network, or an answer that is none: the message says what that means */ }
    if (!isFault) kept = now;
    if (told.textContent !== message) told.textContent = message;
    told.classList.toggle("fault", isFault);
    isKeeping = false;
    if (content() !== kept) wait(isFault ? WAIT_AFTER_FAULT : WAIT);
  }

  form.addEventListener("input", () => wait(WAIT));
  form.addEventListener("change", () => wait(WAIT));
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  form.querySelector(".keep").addEventListener("click", (event) => {
    event.preventDefault();
    kept = "";
    keep();
  });
  form.addEventListener("submit", (event) => { isLeaving = !event.defaultPrevented || isLeaving; });
  // Throwing the file away throws away what was written about it: that is meant.
  document.querySelector(".aside-form")?.addEventListener("submit", () => { isLeaving = true; });
  addEventListener("pageshow", () => { isLeaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && content() !== first) event.preventDefault();
  });
  if (form.dataset.changed) wait(WAIT);
}
