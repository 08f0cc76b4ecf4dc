// Shows the values of one language and one channel at a time; all inputs stay in the form, so
// that nothing typed is lost and autosave sends everything. Without it, all of them are shown.
(() => {
  const { Controller } = window.StimulusModule;
  const REMEMBERED = 'catalog-values-shown';

  // An editor of rich text that is empty still sends a document.
  const hasContent = (document) => {
    try {
      const blocks = JSON.parse(document)?.blocks ?? [];
      return blocks.some(({ text, type }) => text.trim() || type === 'atomic');
    } catch {
      return false;
    }
  };

  const isFilled = (input) => {
    if (input.matches('[data-draftail-input]')) return hasContent(input.value);
    if (input.type === 'checkbox') return input.checked;
    if (input.closest('.catalog-measure') && input.tagName === 'SELECT') return false;
    return input.value !== '' && input.value !== 'null';
  };

  class SwitcherController extends Controller {
    static targets = ['language', 'channel', 'status'];

    static values = { none: String, one: String, many: String };

    connect() {
      this.form = this.element.closest('form');
      this.slots = [...this.form.querySelectorAll('.w-panel__wrapper[data-value-language]')];
      // Without channels there is one language, and nothing to choose.
      this.element.hidden = this.channelTarget.options.length < 2;
      this.onInput = (event) => this.refresh(event.target.closest('[data-value-language]'));
      this.onClick = (event) => this.act(event.target.closest('[data-value-act]'));
      ['input', 'change'].forEach((type) => this.form.addEventListener(type, this.onInput));
      this.form.addEventListener('click', this.onClick);
      this.restore();
      this.slots.forEach((slot) => this.refresh(slot, true));
      this.show();
      this.showError();
      this.follow();
    }

    disconnect() {
      ['input', 'change'].forEach((type) => this.form.removeEventListener(type, this.onInput));
      this.form.removeEventListener('click', this.onClick);
      this.slots.forEach((slot) => {
        slot.hidden = false;
      });
    }

    // The address wins over what was shown last.
    restore() {
      let last = {};
      try {
        last = JSON.parse(localStorage.getItem(REMEMBERED)) || {};
      } catch {
        // Nothing was remembered, or nothing may be.
      }
      const asked = new URLSearchParams(window.location.search);
      this.set(asked.get('language') ?? last.language, asked.get('channel') ?? last.channel);
    }

    set(language, channel) {
      const has = (select, value) => [...select.options].some((option) => option.value === value);
      if (has(this.channelTarget, channel)) this.channelTarget.value = channel;
      if (has(this.languageTarget, language)) this.languageTarget.value = language;
    }

    choose(event) {
      const { locales } = this.channelTarget.selectedOptions[0].dataset;
      const languages = locales ? locales.split(' ') : [];
      const hasLanguage = !languages.length || languages.includes(this.languageTarget.value);
      if (!hasLanguage && event.target === this.channelTarget) [this.languageTarget.value] = languages;
      if (!hasLanguage && event.target === this.languageTarget) this.channelTarget.value = '';
      try {
        const shown = { language: this.languageTarget.value, channel: this.channelTarget.value };
        localStorage.setItem(REMEMBERED, JSON.stringify(shown));
      } catch {
        // It is not remembered then.
      }
      this.show();
      // The choice is no content of the product.
      event.stopPropagation();
    }

    show() {
      this.slots.forEach((slot) => {
        slot.hidden = !this.isShown(slot.dataset);
        const missing = slot.querySelector('[data-value-missing]');
        if (missing) missing.hidden = slot.dataset.filled === 'true' || !this.concerns(missing);
      });
      const count = this.slots.filter(
        (slot) => !slot.hidden && slot.querySelector('[data-value-missing]:not([hidden])'),
      ).length;
      const words = [this.noneValue, this.oneValue][count] || this.manyValue;
      this.statusTarget.textContent = words.replace('%s', count);
      this.statusTarget.classList.toggle('catalog-switcher__status--missing', count > 0);
    }

    isShown({ valueLanguage, valueChannel, valueChannels }) {
      if (valueLanguage && valueLanguage !== this.languageTarget.value) return false;
      const channel = this.channelTarget.value;
      if (valueChannel) return valueChannel === channel;
      return !channel || !valueChannels.split(' ').includes(channel);
    }

    concerns(missing) {
      const channel = this.channelTarget.value;
      return !channel || missing.dataset.valueMissing.split(' ').includes(channel);
    }

    refresh(slot, isFirst = false) {
      if (!slot?.matches('.w-panel__wrapper')) return;
      const inputs = [...slot.querySelectorAll('input[name], select[name], textarea[name]')];
      slot.dataset.filled = inputs.some(isFilled);
      slot.querySelectorAll('[data-value-when]').forEach((note) => {
        note.hidden = (note.dataset.valueWhen === 'filled') !== (slot.dataset.filled === 'true');
      });
      if (!isFirst) this.show();
    }

    act(button) {
      const slot = button?.closest('.w-panel__wrapper');
      if (!slot) return;
      const { valueAct } = button.dataset;
      const whole = slot.querySelector(`template[data-value-input="${valueAct}"]`);
      if (whole) this.replaceInput(slot, whole);
      const inputs = [...slot.querySelectorAll('input[name], select[name], textarea[name]')];
      const { valueCopied } = button.closest('[data-value-state]').dataset;
      const copied = valueAct === 'copy' && valueCopied ? JSON.parse(valueCopied) : {};
      if (whole) this.dispatchChange(inputs[0]);
      else inputs.forEach((input) => this.fill(input, copied));
      this.refresh(slot);
      inputs.find((input) => input.type !== 'hidden' && !input.hidden)?.focus();
    }

    // Rich text, choices, tables and choosers are more than one input with a value: the server has
    // sent them as they are with the inherited value, and empty.
    replaceInput(slot, template) {
      const place = slot.querySelector('[data-field-input]');
      [...place.children]
        .filter((child) => !child.matches('[data-comment-add], .w-field__icon'))
        .forEach((child) => child.remove());
      place.prepend(template.content.cloneNode(true));
    }

    fill(input, copied) {
      const end = Object.keys(copied).find((one) => one && input.name.endsWith(one)) || '';
      const value = copied[end] ?? '';
      if (input.type === 'checkbox') input.checked = false;
      else if (input.closest('.catalog-measure') && input.tagName === 'SELECT' && !value) return;
      else input.value = value;
      this.dispatchChange(input);
    }

    dispatchChange(input) {
      ['input', 'change'].forEach((type) =>
        input?.dispatchEvent(new Event(type, { bubbles: true })),
      );
    }

    showError() {
      const slot = this.form.querySelector('[data-value-language]:has(.w-field--error)');
      if (slot) this.reveal(slot);
    }

    reveal(slot) {
      const { valueLanguage, valueChannel } = slot.dataset;
      if (!this.isShown(slot.dataset)) this.set(valueLanguage, valueChannel);
      this.show();
    }

    // "#id_values-de-title" opens tab, language and channel of the field.
    follow() {
      const id = decodeURIComponent(window.location.hash.slice(1));
      const field = id.startsWith('id_values-') && document.getElementById(id);
      const slot = field && field.closest('.w-panel__wrapper[data-value-language]');
      if (!slot) return;
      this.reveal(slot);
      const panel = slot.closest('[role=tabpanel]');
      if (panel?.hidden) document.querySelector(`[role=tab][href="#${panel.id}"]`)?.click();
      requestAnimationFrame(() => {
        slot.scrollIntoView({ block: 'center' });
        const input = field.matches('input, select, textarea') ? field : field.querySelector('input');
        input?.focus();
      });
    }
  }

  window.wagtail.app.register('catalog-switcher', SwitcherController);
})();
