import { z } from 'zod';

/** How fast the budget was spent: 1 spends exactly all of it in a window. null where no run was counted. */
const burn = z.object({ rate: z.number().nullable(), bad: z.number(), of: z.number() });

/** One objective in one environment, up to `at`. Runs that failed by the fault of test, harness or environment are not counted. */
export const sloBudget = z.object({
  slo: z.string(),
  title: z.string(),
  workflow: z.string(),
  workflowTitle: z.string(),
  /** Empty: it names none, and no check of its workflow runs anywhere. */
  environment: z.string(),
  /** 0..1. */
  objective: z.number(),
  windowDays: z.number(),
  /** The checks whose runs are counted; without any nothing is known. */
  checks: z.array(z.string()),
  good: z.number(),
  bad: z.number(),
  notCounted: z.number(),
  /** Share of runs that passed, 0..1; null without any run. */
  reached: z.number().nullable(),
  /** How many of the counted runs may fail. */
  allowed: z.number(),
  /** Share of the budget that is left, 1 = all; below zero: overspent; null without any run. */
  left: z.number().nullable(),
  burn: z.object({ hour: burn, sixHours: burn, threeDays: burn }),
  /** Hours until it is spent at the rate of the last three days; 0: it is; null: it lasts longer than the window, or nothing is known. */
  spentInHours: z.number().nullable(),
  /** Of the window, oldest first. */
  days: z.array(z.object({ day: z.string(), good: z.number(), bad: z.number() })),
});
export type SloBudget = z.infer<typeof sloBudget>;

/** Least left first; those of which nothing is known before all. */
export const sloAnswer = z.object({ at: z.string(), items: z.array(sloBudget) });
export type SloAnswer = z.infer<typeof sloAnswer>;
