import { issueInWords } from '@fieldmarshal/contract';
import { z } from 'zod';

// Every refused input of this process is told in plain words, wherever its schema stands.
z.config({ customError: (issue) => issueInWords(issue, issue.input) });
