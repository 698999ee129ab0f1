"""Measures the product on cases with known answers, offline or against a hosted model."""
