// Smoother, never needed: short addresses, and a box to filter long lists of values by.
"use strict";
for (const form of document.querySelectorAll("form:not([method=post])")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}
for (const list of document.querySelectorAll(".filters fieldset details")) {
  const rows = [...list.querySelectorAll(".value")];
  if (rows.length <= 15) continue;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "narrow";
  box.setAttribute("aria-label", list.closest("fieldset").querySelector("legend").textContent);
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted) && !row.querySelector(":checked");
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.querySelector("summary").after(box);
}
