import { endWithFile } from './when-over.ts';

endWithFile();
