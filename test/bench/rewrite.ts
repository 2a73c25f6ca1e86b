// Writes the chart and README.md's figures anew from results.json, without measuring.
import { writeReport } from './report.ts';
import { readResults } from './results.ts';

writeReport(readResults());
