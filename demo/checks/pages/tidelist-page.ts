import type { Locator } from '@playwright/test';
import { Frame } from './frame.ts';

export class TidelistPage extends Frame {
  priorityOf(name: string): Locator {
    return this.page.getByLabel(`Priority of ${name}`, { exact: true });
  }

  async changePriority(name: string, priority: string): Promise<void> {
    await this.priorityOf(name).selectOption({ label: priority });
    await this.page.getByRole('button', { name: `Save the priority of ${name}` }).click();
  }

  /** 1 is most urgent; in the order of the table. */
  async priorities(): Promise<number[]> {
    const values = this.rows()
      .locator('select')
      .evaluateAll((selects: HTMLSelectElement[]) => selects.map((select) => Number(select.value)));
    return values;
  }

  places(): Locator {
    return this.page.getByRole('radio');
  }
}
