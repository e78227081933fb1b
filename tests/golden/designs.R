# Golden numbers for designs in verkosto.aggregate, made with R's survey.
#
#   Rscript designs.R        (in this folder; writes designs.json and designs_replicates.csv)
#
# designs.csv is invented by designs_data.R: 206 persons in six strata, 18 PSUs (E's are all there are), units of a
# second stage within them, ids that repeat in each stratum (psu_local, ssu_local), a variant of the strata of which
# two have one PSU (lonely), weights of which weight0 has zeros, and answers of which some are missing.
# designs_replicates.csv holds replicate weights of the same rows, rounded, which both sides read.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

read <- function(file) read.csv(file, na.strings = "", fileEncoding = "UTF-8")
d <- read("designs.csv")
d$answer <- factor(d$answer, levels = c("k", "e", "eos"))
d$group <- factor(d$group, levels = c("p", "v", "l"))
groups <- levels(d$group)
w <- ~weight

# For each design the arguments of vk.Design, and the same in R.
designs <- list(
  independent = list(list(), quote(svydesign(~1, weights = w, data = d))),
  zero_weights = list(list(weights = "weight0"), quote(svydesign(~1, weights = ~weight0, data = d))),
  strata = list(list(strata = "stratum"), quote(svydesign(~1, strata = ~stratum, weights = w, data = d))),
  strata_counts = list(list(strata = "stratum", fpc = "rows"),
    quote(svydesign(~1, strata = ~stratum, fpc = ~rows, weights = w, data = d))),
  strata_fractions = list(list(strata = "stratum", fpc = "rows_fraction"),
    quote(svydesign(~1, strata = ~stratum, fpc = ~rows_fraction, weights = w, data = d))),
  clusters = list(list(psu = "psu"), quote(svydesign(~psu, weights = w, data = d))),
  clusters_counts = list(list(psu = "psu", fpc = "all_psus"),
    quote(svydesign(~psu, fpc = ~all_psus, weights = w, data = d))),
  strata_clusters = list(list(strata = "stratum", psu = "psu"),
    quote(svydesign(~psu, strata = ~stratum, weights = w, data = d))),
  strata_clusters_zero = list(list(weights = "weight0", strata = "stratum", psu = "psu"),
    quote(svydesign(~psu, strata = ~stratum, weights = ~weight0, data = d))),
  nested_ids = list(list(strata = "stratum", psu = "psu_local", nest = TRUE),
    quote(svydesign(~psu_local, strata = ~stratum, nest = TRUE, weights = w, data = d))),
  one_stage_counts = list(list(strata = "stratum", psu = "psu", fpc = "N1"),
    quote(svydesign(~psu, strata = ~stratum, fpc = ~N1, weights = w, data = d))),
  one_stage_fractions = list(list(strata = "stratum", psu = "psu", fpc = "f1"),
    quote(svydesign(~psu, strata = ~stratum, fpc = ~f1, weights = w, data = d))),
  two_stages = list(list(strata = "stratum", psu = c("psu", "ssu"), fpc = c("N1", "N2")),
    quote(svydesign(~psu + ssu, strata = ~stratum, fpc = ~N1 + N2, weights = w, data = d))),
  two_stages_zero = list(list(weights = "weight0", strata = "stratum", psu = c("psu", "ssu"), fpc = c("N1", "N2")),
    quote(svydesign(~psu + ssu, strata = ~stratum, fpc = ~N1 + N2, weights = ~weight0, data = d))),
  two_stages_fractions = list(list(strata = "stratum", psu = c("psu", "ssu"), fpc = c("f1", "f2")),
    quote(svydesign(~psu + ssu, strata = ~stratum, fpc = ~f1 + f2, weights = w, data = d))),
  two_stages_nested_ids = list(
    list(strata = "stratum", psu = c("psu_local", "ssu_local"), fpc = c("N1", "N2"), nest = TRUE),
    quote(svydesign(~psu_local + ssu_local, strata = ~stratum, fpc = ~N1 + N2, nest = TRUE, weights = w, data = d))),
  two_stages_without_strata = list(list(psu = c("psu", "ssu"), fpc = c("all_psus", "N2")),
    quote(svydesign(~psu + ssu, fpc = ~all_psus + N2, weights = w, data = d))),
  two_stages_of_rows = list(list(psu = c("ssu", "id"), fpc = c("all_ssus", "N3")),
    quote(svydesign(~ssu + id, fpc = ~all_ssus + N3, weights = w, data = d))),
  strata_in_both_stages = list(
    list(strata = c("stratum", "half"), psu = c("psu", "ssu"), fpc = c("N1", "N2half")),
    quote(svydesign(~psu + ssu, strata = ~stratum + half, fpc = ~N1 + N2half, weights = w, data = d))),
  three_stages = list(list(strata = "stratum", psu = c("psu", "ssu", "id"), fpc = c("N1", "N2", "N3")),
    quote(svydesign(~psu + ssu + id, strata = ~stratum, fpc = ~N1 + N2 + N3, weights = w, data = d))),
  two_stages_without_fpc = list(list(strata = "stratum", psu = c("psu", "ssu")),
    quote(svydesign(~psu + ssu, strata = ~stratum, weights = w, data = d))),
  alone_by_certainty = list(list(strata = "lonely", psu = "psu", fpc = "N1alone"),
    quote(svydesign(~psu, strata = ~lonely, fpc = ~N1alone, weights = w, data = d)))
)
for (option in c("certainty", "adjust", "average", "remove")) {
  designs[[paste0("lonely_", option)]] <- list(list(strata = "lonely", psu = "psu", lonely = option),
    quote(svydesign(~psu, strata = ~lonely, weights = w, data = d)))
  designs[[paste0("lonely_two_stages_", option)]] <- list(
    list(strata = "lonely", psu = c("psu", "ssu"), fpc = c("N1lonely", "N2"), lonely = option),
    quote(svydesign(~psu + ssu, strata = ~lonely, fpc = ~N1lonely + N2, weights = w, data = d)))
}

# Replicate weights: made from the sample, rounded, written, and read again.
set.seed(1, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
pairs <- svydesign(~pair_psu, strata = ~pair, nest = TRUE, weights = w, data = d)
strata <- svydesign(~psu, strata = ~stratum, weights = w, data = d)
clusters <- svydesign(~psu, weights = w, data = d)
sources <- list(
  brr = as.svrepdesign(pairs, type = "BRR"), fay = as.svrepdesign(pairs, type = "Fay", fay.rho = 0.3),
  jk1 = as.svrepdesign(clusters, type = "JK1"), jkn = as.svrepdesign(strata, type = "JKn"),
  boot = as.svrepdesign(strata, type = "subbootstrap", replicates = 16)
)
columns <- lapply(names(sources), function(name) {
  # JKn and BRR are stored as factors of the weight, the others as weights.
  kind <- if (name %in% c("jkn", "brr")) "replication" else "analysis"
  found <- round(as.matrix(weights(sources[[name]], kind)), 8)
  colnames(found) <- paste0(name, "_", seq_len(ncol(found)))
  found
})
write.csv(do.call(cbind, c(list(id = d$id), columns)), "designs_replicates.csv", row.names = FALSE)
d <- merge(d, read("designs_replicates.csv"), by = "id")
names_of <- function(name) grep(paste0("^", name, "_"), names(d), value = TRUE)
replicate <- function(name, ...) {
  arguments <- list(repweights = d[names_of(name)], weights = w, data = d, ...)
  do.call(svrepdesign, arguments)
}
rscales <- sources$jkn$rscales * sources$jkn$scale
own <- round(0.05 + seq_along(names_of("boot")) / 100, 2)
replicates <- list(
  brr = list(list(kind = "brr", replicates = names_of("brr"), combined = FALSE),
    replicate("brr", type = "BRR", combined.weights = FALSE)),
  brr_mse = list(list(kind = "brr", replicates = names_of("brr"), combined = FALSE, mse = TRUE),
    replicate("brr", type = "BRR", combined.weights = FALSE, mse = TRUE)),
  fay = list(list(kind = "fay", rho = 0.3, replicates = names_of("fay")),
    replicate("fay", type = "Fay", rho = 0.3)),
  jk1 = list(list(kind = "jk1", scale = 17 / 18, replicates = names_of("jk1")),
    replicate("jk1", type = "JK1", scale = 17 / 18)),
  jk1_mse = list(list(kind = "jk1", scale = 17 / 18, replicates = names_of("jk1"), mse = TRUE),
    replicate("jk1", type = "JK1", scale = 17 / 18, mse = TRUE)),
  jkn = list(list(kind = "jkn", scale = 1, rscales = rscales, replicates = names_of("jkn"), combined = FALSE),
    replicate("jkn", type = "JKn", scale = 1, rscales = rscales, combined.weights = FALSE)),
  jkn_mse = list(
    list(kind = "jkn", scale = 1, rscales = rscales, replicates = names_of("jkn"), combined = FALSE, mse = TRUE),
    replicate("jkn", type = "JKn", scale = 1, rscales = rscales, combined.weights = FALSE, mse = TRUE)),
  bootstrap = list(list(kind = "bootstrap", replicates = names_of("boot")),
    replicate("boot", type = "bootstrap")),
  own_scales = list(list(kind = "other", scale = 0.7, rscales = own, replicates = names_of("boot")),
    replicate("boot", type = "other", scale = 0.7, rscales = own))
)

statistics <- list(
  list(call = c("mean", "score"), keep = ~score, values = "mean",
       of = function(design, deff) svymean(~score, design, deff = deff)),
  list(call = c("frequency", "answer"), keep = ~answer, values = levels(d$answer),
       of = function(design, deff) svymean(~answer, design, deff = deff)),
  list(call = c("total", "members"), keep = ~members, values = "total",
       of = function(design, deff) svytotal(~members, design, deff = deff)),
  list(call = c("ratio", "budget", "members"), keep = ~members, values = "ratio",
       of = function(design, deff) svyratio(~budget, ~members, design))
)

answered <- function(design, keep) subset(design, !is.na(design$variables[[all.vars(keep)]]))
of_group <- function(design, g) subset(design, design$variables$group %in% g)
# svyratio has no design effect.
effects <- function(found) if (inherits(found, "svyratio")) NA else diag(as.matrix(attr(found, "deff")))

# One case for each design and statistic: everybody (group ""), and each group on its own subset of the whole design.
case <- function(name, design, s) {
  inside <- answered(design, s$keep)
  domains <- c(list(inside), lapply(groups, function(g) of_group(inside, g)))
  of <- function(deff) lapply(domains, function(domain) s$of(domain, deff))
  found <- of("replace")
  values <- length(s$values)
  list(
    design = name, call = s$call, group = rep(c("", groups), each = values), value = rep(s$values, length(domains)),
    estimate = unlist(lapply(found, coef)), se = unlist(lapply(found, SE)),
    df = rep(vapply(domains, degf, 0), each = values),
    deff = unlist(lapply(found, effects)), deff_without = unlist(lapply(of(TRUE), effects))
  )
}

# The covariance of all rows of a table by group, and contrasts of them.
covariance <- function(name, design) {
  inside <- answered(design, ~answer)
  inside <- of_group(inside, groups)
  table <- svyby(~answer, ~group, inside, svymean, covmat = TRUE)
  stopifnot(isTRUE(all.equal(sqrt(diag(vcov(table))), unname(unlist(SE(table))), check.attributes = FALSE)))
  keys <- strsplit(names(coef(table)), ":answer")
  scores <- svyby(~score, ~group, of_group(answered(design, ~score), groups), svymean, covmat = TRUE)
  pairs <- list(list("p:answerk" = 1, "v:answerk" = -1),
                list("p:answerk" = 1, "p:answere" = -1),
                list("p:answerk" = 0.5, "v:answerk" = 0.5, "l:answerk" = -1))
  contrasts <- lapply(pairs, function(weights) {
    found <- svycontrast(table, unlist(weights))
    list(weights = lapply(names(weights), function(key) list(strsplit(key, ":answer")[[1]], weights[[key]])),
         estimate = unname(coef(found)), se = c(SE(found)))
  })
  means <- svycontrast(scores, c(p = 1, v = -1))
  list(design = name, group = vapply(keys, `[`, "", 1), value = vapply(keys, `[`, "", 2),
       estimate = unname(coef(table)), covariance = unname(vcov(table)), contrasts = contrasts,
       mean_difference = list(estimate = unname(coef(means)), se = c(SE(means))))
}

cases <- list()
covariances <- list()
for (name in names(designs)) {
  lonely <- designs[[name]][[1]]$lonely
  options(survey.lonely.psu = if (is.null(lonely)) "fail" else lonely)
  if (is.null(designs[[name]][[1]]$weights)) designs[[name]][[1]]$weights <- "weight"
  design <- eval(designs[[name]][[2]])
  cases <- c(cases, lapply(statistics, function(s) case(name, design, s)))
  if (is.null(lonely)) covariances <- c(covariances, list(covariance(name, design)))
}
for (name in names(replicates)) {
  replicates[[name]][[1]]$weights <- "weight"
  cases <- c(cases, lapply(statistics, function(s) case(name, replicates[[name]][[2]], s)))
  covariances <- c(covariances, list(covariance(name, replicates[[name]][[2]])))
}

# The classical error: the design made of the rows of one group, as if no other units had been drawn.
filtered <- svymean(~score, svydesign(~psu, weights = w, data = d[d$group %in% "l" & !is.na(d$score), ]))

made <- list(
  call = "Rscript designs.R",
  R = R.version.string, survey = as.character(packageVersion("survey")), date = format(Sys.Date()),
  designs = lapply(designs, `[[`, 1), replicates = lapply(replicates, `[[`, 1),
  cases = cases, covariances = covariances,
  filtered_first = list(design = "clusters", group = "l", estimate = unname(coef(filtered)), se = c(SE(filtered)))
)
writeLines(toJSON(made, auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "designs.json")
