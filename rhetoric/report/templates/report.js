"use strict";
// Filters, what belongs together, and notes that stay inside the window. Nothing here is needed to read.
(() => {
  const tools = document.querySelector(".tools");
  const fold = document.querySelector(".tools details");
  const narrow = matchMedia("(max-width: 48rem)");
  const unfold = () => { if (fold) fold.open = !narrow.matches; };
  narrow.addEventListener("change", unfold);
  unfold();

  let lit = [];
  const light = ({ target }) => {
    lit.forEach((part) => part.classList.remove("lit"));
    lit = [];
    const item = [target, document.activeElement].map((e) => e.closest(".q, .note")).find(Boolean);
    if (!item) return;
    const number = [...item.classList].find((name) => /^[qn]\d+$/.test(name)).slice(1);
    const article = item.closest(".article");
    lit = [...article.querySelectorAll(`.s${number}, .c${number}, .n${number}`)];
    lit.forEach((part) => part.classList.add("lit"));
    const why = article.querySelector(`.n${number} .why`);
    if (!why) return;
    why.style.translate = "";
    const box = why.getBoundingClientRect();
    const top = tools ? tools.getBoundingClientRect().bottom : 0;
    const shift = Math.min(box.bottom - innerHeight + 8, box.top - Math.max(0, top) - 8);
    if (getComputedStyle(why).position === "absolute" && shift > 0) {
      why.style.translate = `0 ${-shift}px`;
    }
  };
  document.addEventListener("focusin", light);
  document.addEventListener("mouseover", light);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement.closest(".q, .note")) {
      document.activeElement.blur();
      light({ target: document.body });
    }
  });

  const form = document.querySelector(".filters");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input")];
  const pick = form.querySelector("select");
  const reset = form.querySelector(".reset");
  const marked = [...document.querySelectorAll("[data-labels]")];
  const status = document.querySelector(".shown");
  [...boxes, form.querySelector(".pick"), reset].forEach((part) => { part.hidden = false; });

  const wanted = (item, labels) => {
    const given = item.dataset.labels ? item.dataset.labels.split(" ") : [""];
    return (!boxes.length || given.some((label) => labels.has(label)))
      && (!pick.value || item.dataset.speaker === pick.value);
  };

  const filter = () => {
    const labels = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const item of marked) {
      const keep = wanted(item, labels);
      item.classList.toggle("off", !keep);
      if (keep && item.matches(".note")) shown += 1;
    }
    status.textContent = shown;
    reset.disabled = !pick.value && boxes.every((box) => box.checked);
  };

  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  filter();
})();
