/** JMH benchmarks of the parts on the hot path, one question per class. */
package io.consonance.benchmarks.micro;
