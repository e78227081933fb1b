# Golden numbers for the kappas of verkosto.themes, made with R's psych and psy.
#
#   Rscript agreement.R        (in this folder; writes agreement.json)
#
# Ratings are made by a rule: three coders of a scale from 1 to 5, who agree often and else differ by a step or two.
# psych's interval is taken of the unweighted kappa alone: of a weighted one its variance is not that of Fleiss, Cohen and
# Everitt, which statsmodels has and which the delta method gives.

suppressPackageStartupMessages({
  library(psych)
  library(psy)
  library(jsonlite)
})

units <- 1:60
meant <- (units * 7) %% 5 + 1
step <- function(value, by) pmin(5, pmax(1, value + by))
coders <- list(
  step(meant, ifelse(units %% 4 == 0, 1, 0)),
  step(meant, ifelse(units %% 5 == 0, -1, ifelse(units %% 11 == 0, 2, 0))),
  step(meant, ifelse(units %% 3 == 0, 1, ifelse(units %% 13 == 0, -2, 0)))
)

cases <- list()
for (pair in list(c(1, 2), c(1, 3), c(2, 3))) {
  two <- cbind(coders[[pair[1]]], coders[[pair[2]]])
  found <- cohen.kappa(two)
  apart <- abs(outer(1:5, 1:5, "-"))
  linear <- cohen.kappa(two, w = 1 - apart / 4)
  cases[[length(cases) + 1]] <- list(
    pair = pair - 1,
    none = list(estimate = unname(found$kappa), interval = unname(found$confid[1, c("lower", "upper")]),
                psy = ckappa(two)$kappa),
    linear = list(estimate = unname(linear$weighted.kappa), psy = wkappa(two, weights = "absolute")$kappa),
    quadratic = list(estimate = unname(found$weighted.kappa), psy = wkappa(two, weights = "squared")$kappa)
  )
}

write(toJSON(list(
  call = "Rscript agreement.R",
  R = R.version.string,
  psych = as.character(packageVersion("psych")),
  psy = as.character(packageVersion("psy")),
  date = as.character(Sys.Date()),
  ratings = coders,
  cases = cases
), auto_unbox = TRUE, digits = NA), "agreement.json")
