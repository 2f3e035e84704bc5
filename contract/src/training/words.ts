/** The fixed words of training, in the order screens show them. */
export const drillStates = ['running', 'paused', 'ended'] as const;
export type DrillState = (typeof drillStates)[number];

/** Of scenario time to time on the wall. */
export const drillSpeeds = [1, 2, 4, 8] as const;

/** `trainee`: somebody leads, the rest is played. `watch`: all of a past incident is played as it was, and nobody leads. */
export const drillSeats = ['trainee', 'watch'] as const;
export type DrillSeat = (typeof drillSeats)[number];

/** `resolved`: the trainee, or the recording, resolved it. `time`: nobody resolved it. `stopped`: a person ended it. */
export const drillEnds = ['resolved', 'time', 'stopped'] as const;
export type DrillEnd = (typeof drillEnds)[number];
