// Suggestions under the search box: the ARIA combobox pattern with a listbox. The site works without it.
"use strict";
for (const box of document.querySelectorAll("[data-suggest]")) {
  const input = box.querySelector("input");
  const list = document.createElement("ul");
  const live = document.createElement("p");
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.name);
  live.className = "hidden";
  live.setAttribute("aria-live", "polite");
  box.append(list, live);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let waiting = 0;
  let asked = "";
  let active = -1;

  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const activate = (place) => {
    const all = options();
    active = (place + all.length) % all.length;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };
  const follow = (option) => { window.location.href = option.dataset.url; };

  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map((suggestion, number) => {
      const option = document.createElement("li");
      option.id = `suggestion-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = suggestion.url;
      const text = document.createElement("span");
      text.lang = suggestion.language;
      text.textContent = suggestion.text;
      const note = document.createElement("span");
      note.className = "note";
      note.textContent = suggestion.note || box.dataset[suggestion.kind] || "";
      option.append(text, note);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); follow(option); });
      return option;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    live.textContent = box.dataset.count.replace("#", suggestions.length);
  };
  const ask = async () => {
    const text = input.value.trim();
    if (text === asked && !list.hidden) return;
    asked = text;
    if (text.length < 2) { close(); return; }
    const answer = await fetch(`${box.dataset.suggest}&q=${encodeURIComponent(text)}`);
    if (answer.ok && text === input.value.trim() && document.activeElement === input) show((await answer.json()).suggestions);
  };

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { ask(); return; }
      activate(event.key === "ArrowDown" ? active + 1 : active < 0 ? options().length - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      follow(options()[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
}
