# Golden numbers for verkosto.aggregate, made with R's survey.
#
#   Rscript aggregate_shares.R        (in this folder; writes aggregate_shares.json)
#
# aggregate_shares.csv is invented: 240 rows of associations' answers. `answer` is a single choice (k, e, eos = cannot
# say, blank = not answered), `spring`, `autumn`, `winter` are ticks of one question (blank = not asked), `weight0` is
# `weight` with some rows at zero. Everybody who answers in region 13 says k, and in region 19 a single row answers.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

d <- read.csv("aggregate_shares.csv", colClasses = c(region = "character"), na.strings = "", fileEncoding = "UTF-8")
d$ticks <- with(d, spring + autumn + winter)
d$one <- 1
cases <- list()

# One case: all numbers of one share, and the arguments of the call that has to give it.
add <- function(arguments, by, value, share, domain) {
  found <- share(domain)
  cases[[length(cases) + 1]] <<- list(
    arguments = arguments, by = by, value = value,
    estimate = unname(found$estimate), se = unname(found$se), deff = unname(found$deff), df = degf(domain)
  )
}

mean_of <- function(event) function(domain) {
  domain <- update(domain, y = as.numeric(eval(event, domain$variables)))
  found <- svymean(~y, domain, deff = "replace")
  list(estimate = coef(found), se = c(SE(found)), deff = c(deff(found)))
}

ratio_of <- function(event) function(domain) {
  domain <- update(domain, y = as.numeric(eval(event, domain$variables)))
  found <- svyratio(~y, ~ticks, domain)
  list(estimate = coef(found), se = c(SE(found)), deff = NA)
}

event_of <- function(value) bquote(!is.na(answer) & answer == .(value))

for (weight in c("one", "weight", "weight0")) {
  design <- svydesign(ids = ~1, weights = as.formula(paste0("~", weight)), data = d)
  named <- if (weight == "one") list() else list(weights = weight)

  for (value in c("k", "e", "eos")) {
    answered <- subset(design, !is.na(answer))
    add(c(list(variable = "answer"), named), list(), value, mean_of(event_of(value)), answered)
    add(c(list(variable = "answer", base = "asked"), named), list(), value, mean_of(event_of(value)), design)

    # A subset of the whole design: the rows outside it still count in it.
    add(c(list(variable = "answer", where = list(kind = list("local", "central"))), named), list(), value,
        mean_of(event_of(value)), subset(design, !is.na(answer) & kind %in% c("local", "central")))

    for (r in c("01", "02", "06", "13", "19")) {
      part <- subset(design, !is.na(answer) & region == r)
      add(c(list(variable = "answer", by = "region", margins = TRUE), named), list(region = r), value,
          mean_of(event_of(value)), part)
    }
    add(c(list(variable = "answer", by = "region", margins = TRUE), named), list(region = "*"), value,
        mean_of(event_of(value)), answered)

    for (r in c("01", "02")) for (k in c("local", "district", "central")) {
      add(c(list(variable = "answer", by = list("region", "kind")), named), list(region = r, kind = k), value,
          mean_of(event_of(value)), subset(design, !is.na(answer) & region == r & kind %in% k))
    }
  }

  # "Cannot say" left out.
  for (value in c("k", "e")) {
    add(c(list(variable = "answer", dont_know = "exclude"), named), list(), value, mean_of(event_of(value)),
        subset(design, !is.na(answer) & answer != "eos"))
  }

  for (value in c("spring", "autumn", "winter")) {
    event <- as.name(value)
    any <- subset(design, !is.na(ticks) & ticks > 0)
    add(c(list(variable = "services"), named), list(), value, mean_of(event), any)
    add(c(list(variable = "services", base = "asked"), named), list(), value, mean_of(event),
        subset(design, asked == 1))
    add(c(list(variable = "services", base = "ticks"), named), list(), value, ratio_of(event), any)
    for (r in c("01", "02")) {
      part <- subset(design, !is.na(ticks) & ticks > 0 & region == r)
      add(c(list(variable = "services", by = "region"), named), list(region = r), value, mean_of(event), part)
      add(c(list(variable = "services", by = "region", base = "ticks"), named), list(region = r), value,
          ratio_of(event), part)
    }
  }
}

# svyciprop(method = "beta") of this version gives NaN at 0 and 1, where its effective sample size is 0 / 0. These are
# its own quantiles (qbeta(alpha / 2, n * p, n * (1 - p) + 1) and so on) at p = 0 and 1, with Kish's effective size.
ends <- list()
for (level in c(0.9, 0.95, 0.99)) for (weight in c("one", "weight")) {
  w <- d[!is.na(d$answer) & d$region == "13", weight]
  n <- sum(w)^2 / sum(w^2)
  alpha <- 1 - level
  ends[[length(ends) + 1]] <- list(
    level = level, weights = if (weight == "one") NULL else weight, effective = n,
    none = list(low = qbeta(alpha / 2, 0, n + 1), high = qbeta(1 - alpha / 2, 1, n)),
    all = list(low = qbeta(alpha / 2, n, 1), high = qbeta(1 - alpha / 2, n + 1, 0))
  )
}

made <- list(
  call = "Rscript aggregate_shares.R",
  R = R.version.string, survey = as.character(packageVersion("survey")), date = format(Sys.Date()),
  cases = cases, ends = ends
)
writeLines(toJSON(made, auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "aggregate_shares.json")
