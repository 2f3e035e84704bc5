/**
 * What GoAlert is asked, as one document with an operation for each list: a GraphQL API key of GoAlert is made for one document, takes no
 * other text, and chooses among its operations by name. A change here makes the keys that people have useless.
 */
export const goalertDocument = `
query users($after: String) {
  users(input: { first: 100, after: $after }) {
    nodes { id name email contactMethods { id name type value disabled } }
    pageInfo { endCursor hasNextPage }
  }
}
query rotations($after: String) {
  rotations(input: { first: 100, after: $after }) {
    nodes { id name timeZone start type shiftLength userIDs activeUserIndex }
    pageInfo { endCursor hasNextPage }
  }
}
query schedules($after: String) {
  schedules(input: { first: 100, after: $after }) {
    nodes {
      id name description timeZone
      targets { target { id type name } rules { start end weekdayFilter } }
      temporarySchedules { start end shifts { userID start end } }
    }
    pageInfo { endCursor hasNextPage }
  }
}
query shifts($after: String, $start: ISOTimestamp!, $end: ISOTimestamp!) {
  schedules(input: { first: 20, after: $after }) {
    nodes { id shifts(start: $start, end: $end) { userID start end } }
    pageInfo { endCursor hasNextPage }
  }
}
query escalationPolicies($after: String) {
  escalationPolicies(input: { first: 100, after: $after }) {
    nodes { id name description repeat steps { id delayMinutes targets { id type name } } }
    pageInfo { endCursor hasNextPage }
  }
}
query services($after: String) {
  services(input: { first: 100, after: $after }) {
    nodes { id name description escalationPolicyID }
    pageInfo { endCursor hasNextPage }
  }
}
query userOverrides($after: String) {
  userOverrides(input: { first: 100, after: $after }) {
    nodes { id start end addUserID removeUserID target { id type name } }
    pageInfo { endCursor hasNextPage }
  }
}
`.trim();
