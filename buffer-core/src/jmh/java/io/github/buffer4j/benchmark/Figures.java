package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The values of one figure, from several measurements. */
final class Figures {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
        Collections.sort(values);
    }

    int count() {
        return values.size();
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    double minimum() {
        return values.get(0);
    }

    double maximum() {
        return values.get(values.size() - 1);
    }

    /** Returns the median with minimum and maximum. */
    @Override
    public String toString() {
        return number(median()) + " (" + number(minimum()) + " to " + number(maximum()) + ")";
    }

    static String number(double value) {
        String format = value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
