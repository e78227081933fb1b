# Golden numbers for differences between waves in verkosto.aggregate, made with R's survey.
#
#   Rscript waves.R        (in this folder; writes waves.csv and waves.json)
#
# waves.csv is invented from designs.csv: in each wave some sampling units and some persons do not take part, so that
# the waves overlap in most of both. In wave 2 some have changed their minds, and weights differ.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

d <- read.csv("designs.csv", na.strings = "", fileEncoding = "UTF-8")
columns <- c("id", "stratum", "psu", "ssu", "N1", "N2", "all_psus", "weight", "group", "answer", "score", "members")
one <- d[!d$psu %in% c("C4", "F4") & d$id %% 5 != 0, columns]
two <- d[!d$psu %in% c("B3", "F1") & d$id %% 5 != 3, columns]
one$wave <- 1
two$wave <- 2
two$answer <- ifelse(two$id %% 4 == 0, "k", two$answer)
two$score <- pmin(two$score + (two$id %% 3 == 0), 5)
two$members <- round(two$members * (0.9 + (two$id %% 5) / 10), 1)
two$weight <- round(two$weight * (1 + (two$id %% 7) / 10), 3)
stacked <- rbind(one, two)
write.csv(stacked, "waves.csv", row.names = FALSE, quote = FALSE, na = "")

d <- read.csv("waves.csv", na.strings = "", fileEncoding = "UTF-8")
d$answer <- factor(d$answer, levels = c("k", "e", "eos"))
w <- ~weight

# For each design the arguments of vk.Design, the panel, and the same in R: both waves in one design.
designs <- list(
  list(list(), "id", svydesign(~id, weights = w, data = d)),
  list(list(strata = "stratum"), "id", svydesign(~id, strata = ~stratum, weights = w, data = d)),
  list(list(psu = "psu"), "id", svydesign(~psu, weights = w, data = d)),
  list(list(strata = "stratum", psu = "psu"), "psu", svydesign(~psu, strata = ~stratum, weights = w, data = d)),
  list(list(strata = "stratum", psu = "psu", fpc = "N1"), "psu",
       svydesign(~psu, strata = ~stratum, fpc = ~N1, weights = w, data = d)),
  list(list(strata = "stratum", psu = c("psu", "ssu"), fpc = c("N1", "N2")), "ssu",
       svydesign(~psu + ssu, strata = ~stratum, fpc = ~N1 + N2, weights = w, data = d)),
  # Independent samples: the same persons by name, and yet others.
  list(list(strata = "stratum"), NULL,
       svydesign(~1, strata = ~interaction(wave, stratum), weights = w, data = d)),
  list(list(psu = "psu"), NULL, svydesign(~psu, strata = ~wave, nest = TRUE, weights = w, data = d))
)

waves <- c("2" = 1, "1" = -1)
difference <- function(design, formula, by, estimator, weights) {
  found <- svycontrast(svyby(formula, by, design, estimator, covmat = TRUE), weights)
  list(estimate = unname(coef(found)), se = c(SE(found)))
}
known <- function(design, name) subset(design, !is.na(design$variables[[name]]))

cases <- lapply(designs, function(design) {
  scored <- known(design[[3]], "score")
  inside <- list(
    mean = difference(scored, ~score, ~wave, svymean, waves),
    total = difference(known(design[[3]], "members"), ~members, ~wave, svytotal, waves)
  )
  for (g in c("p", "v")) {
    inside[[paste0("mean_", g)]] <- difference(subset(scored, group %in% g), ~score, ~wave, svymean, waves)
  }
  for (value in c("k", "e")) {
    names <- setNames(c(1, -1), paste0(c("2:", "1:"), "answer", value))
    inside[[paste0("share_", value)]] <- difference(known(design[[3]], "answer"), ~answer, ~wave, svymean, names)
  }
  list(design = c(list(weights = "weight"), design[[1]]), panel = design[[2]],
       df = degf(scored), found = inside)
})

made <- list(
  call = "Rscript waves.R",
  R = R.version.string, survey = as.character(packageVersion("survey")), date = format(Sys.Date()), cases = cases
)
writeLines(toJSON(made, auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "waves.json")
