// Turns the text area of one condition, whose field is chosen, into its inputs.
import { question } from './condition.js';
import { make } from './elements.js';
import { loadChoices, loadFields } from './server.js';

class ConditionController extends window.StimulusModule.Controller {
  static targets = ['inputs'];

  static values = { fields: String, choices: String };

  async connect() {
    this.texts = JSON.parse(this.element.querySelector('script[type="application/json"]').textContent);
    this.area = this.element.querySelector('textarea');
    this.choices = loadChoices(this.choicesValue);
    try {
      this.language = await loadFields(this.fieldsValue);
      this.condition = JSON.parse(this.area.value);
    } catch {
      return; // The text area stays, which works without the inputs.
    }
    this.field = this.language.fields.find((one) => one.name === this.condition.field);
    if (!this.field) return;
    this.area.hidden = true;
    this.draw();
    this.inputsTarget.querySelector('[data-part="operator"]').focus();
  }

  draw() {
    const { condition, field, language, texts, choices } = this;
    const context = { condition, field, language, texts, choices, changed: () => this.store() };
    const parts = question(context, () => this.redraw());
    this.inputsTarget.replaceChildren(make('div', { className: 'catalog-filter__parts' }, ...parts));
  }

  redraw() {
    this.store();
    this.draw();
    this.inputsTarget.querySelector('[data-part="operator"]').focus();
  }

  store() {
    this.area.value = JSON.stringify(this.condition);
  }
}

window.wagtail.app.register('catalog-condition', ConditionController);
