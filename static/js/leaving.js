"use strict";
// Signing out clears what pages kept on this device; what was not sent yet is asked about first (R7).
(() => {
  const form = document.querySelector("form[data-leaving]");
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith("portal:"));
  form?.addEventListener("submit", (event) => {
    try {
      const own = kept().filter((key) => key.startsWith(`portal:${form.dataset.leaving}:`));
      if (own.length && !confirm(form.dataset.unsent.replace("{n}", own.length))) return event.preventDefault();
      kept().forEach((key) => localStorage.removeItem(key));
    } catch { /* nothing can be kept here */ }
  });
})();
