"""Indicators: figures that are defined once and computed for every survey and register that carries their variables."""

from verkosto.indicators._files import load_indicators, save_indicators
from verkosto.indicators._indicator import Indicator
from verkosto.indicators._packaged import package
from verkosto.indicators._register import Register
from verkosto.indicators._waves import IndicatorWaves

__all__ = ["Indicator", "IndicatorWaves", "Register", "load_indicators", "package", "save_indicators"]
