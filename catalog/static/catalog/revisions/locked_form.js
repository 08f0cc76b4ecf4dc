// Makes the form of a locked product what it looks like: to read, not to write. Wagtail keeps the
// mouse out of its panels; the keyboard would still get in. Nothing is disabled, as such inputs would
// be missing where the form is sent to take a draft out of its approval.
(() => {
  const INPUTS = 'input:not([type="hidden"]), select, textarea, button, [contenteditable="true"]';
  // What only shows something.
  const HARMLESS = '.catalog-switcher, .value-origin, .w-panel__toggle';

  const lock = (form) => {
    form.querySelectorAll('.w-panel__content').forEach((panel) => {
      panel.querySelectorAll(INPUTS).forEach((input) => {
        if (input.closest(HARMLESS) || input.ariaDisabled === 'true') return;
        input.ariaDisabled = 'true';
        input.tabIndex = -1;
        if ('readOnly' in input) input.readOnly = true;
        if (input.isContentEditable) input.contentEditable = 'false';
      });
    });
  };

  const form = document.getElementById('w-editor-form');
  lock(form);
  // Editors and choosers put their inputs there later.
  new MutationObserver(() => lock(form)).observe(form, { childList: true, subtree: true });
})();
