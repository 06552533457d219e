package mutual.bank;

/**
 * What a card may withdraw in one UTC day unless its own limits say otherwise; amounts in minor
 * units.
 */
public record CardLimits(long dailyAmount, int dailyCount) {}
