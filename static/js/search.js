/* Suggestions under the search box: a combobox with a list of options. Without it the box is a plain
   form; when anything fails, it stays one. */
(() => {
  const form = document.querySelector("[data-suggest]");
  if (!form) return;
  const input = form.querySelector("input");
  const box = form.querySelector("[data-suggest-list]");
  const status = form.querySelector("[role=status]");
  const options = () => [...box.querySelectorAll("[role=option]")];
  let timer, asked, active = -1;

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    box.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const open = () => {
    box.hidden = !options().length;
    input.setAttribute("aria-expanded", String(!box.hidden));
    input.setAttribute("aria-controls", "suggestions");
  };

  const choose = (index) => {
    const all = options();
    active = (index + all.length + 1) % (all.length + 1); // the place after the last is the box
    all.forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
    const chosen = all[active];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      active = -1;
      input.removeAttribute("aria-activedescendant");
    }
  };

  const ask = async () => {
    const words = input.value;
    asked?.abort();
    if (words.trim().length < 2) return close();
    asked = new AbortController();
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: asked.signal, redirect: "error" });
      if (!answer.ok) return close();
      const list = await answer.text();
      if (words !== input.value || document.activeElement !== input) return;
      box.innerHTML = list; // made, and escaped, by our own server
      active = -1;
      input.removeAttribute("aria-activedescendant");
      status.textContent = box.firstElementChild.dataset.count;
      open();
    } catch {
      // aborted, or offline: the form still works
    }
  };

  Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
  }).forEach(([name, value]) => input.setAttribute(name, value));

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && box.hidden) {
      ask();
    } else if (move) {
      choose(active < 0 && move < 0 ? options().length - 1 : active + move);
    } else if (event.key === "Enter" && active >= 0) {
      location.href = options()[active].dataset.href;
    } else if (event.key === "Escape" && !box.hidden) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  box.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.href;
  });
  form.addEventListener("submit", close);
})();
